using PostPress.Content;
using PostPress.Pipeline;

namespace PostPress;

/// <summary>Publishes posts on LinkedIn and Instagram.</summary>
/// <remarks>Guide: <c>docs/posts.md</c> in the package.</remarks>
public class PostsClient
{
    private readonly Transport _transport;

    internal PostsClient(Transport transport) => _transport = transport;

    /// <summary>Initializes a client without a connection, for tests that override its members.</summary>
    protected PostsClient() => _transport = null!;

    /// <summary>
    /// Publishes a post with its files. The files are streamed; they are never held in memory as a whole. The call is not retried
    /// once it may have reached PostPress.
    /// </summary>
    /// <example>
    /// <code>
    /// PostCreated post = await postpress.Posts.CreateAsync(new NewPost
    /// {
    ///     AccountId = "acc_your_account",
    ///     Text = $"Thank you {Mention.Person("ACoAAA1234567", "Ada")}!",
    ///     Attachments = [Attachment.FromFile("launch.png")],
    /// });
    /// </code>
    /// </example>
    /// <param name="post">The post.</param>
    /// <param name="progress">Receives the number of bytes sent, after each piece of at most 128 KiB; null for no reports.</param>
    /// <param name="options">The options of this call; null for the defaults.</param>
    /// <param name="cancellationToken">Cancels the call. The post may be live all the same.</param>
    /// <returns>The published post.</returns>
    /// <exception cref="ArgumentException"><paramref name="post"/> is null, or a required member of it is missing; the message names the member.</exception>
    /// <exception cref="InvalidRequestException">The request violates the contract. Thrown at once; nothing was sent.</exception>
    /// <exception cref="InvalidOperationException">An attachment made by <see cref="Attachment.FromStream"/> was already sent.</exception>
    /// <exception cref="PostPressApiException">PostPress refused the post, or its response can't be read.</exception>
    /// <exception cref="PostPressConnectionException">No response came. The outcome says whether the post may be live.</exception>
    /// <exception cref="PostPressTimeoutException">A timeout passed. The outcome says whether the post may be live.</exception>
    /// <exception cref="PostPressCanceledException">The call was canceled. The outcome says whether the post may be live.</exception>
    /// <exception cref="ObjectDisposedException">The client was disposed.</exception>
    public virtual Task<PostCreated> CreateAsync(NewPost post, IProgress<UploadProgress>? progress = null, CallOptions? options = null, CancellationToken cancellationToken = default)
    {
        Argument.NotNull(post, nameof(post));

        var parts = PostParts.Of(post);
        if (_transport.ChecksRequests)
        {
            PostParts.Check(post, options?.IdempotencyKey);
        }

        return _transport.SendAsync(
            CreatePostOperation.Descriptor,
            CreatePostOperation.RequestUri(),
            new FormDataContent(parts, progress) { Secrets = PostParts.Secrets(post) },
            options,
            cancellationToken);
    }
}
