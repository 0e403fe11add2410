using PostPress.Content;
using PostPress.Pipeline;

namespace PostPress;

/// <summary>Posts on LinkedIn and Instagram: publishes them.</summary>
public class PostsClient
{
    private readonly Transport _transport;

    internal PostsClient(Transport transport) => _transport = transport;

    /// <summary>Makes a client that can do nothing by itself: for tests that override its members.</summary>
    protected PostsClient() => _transport = null!;

    /// <summary>Publishes a post with its files. Sent once; the files are streamed and never held in memory.</summary>
    /// <param name="post">The post.</param>
    /// <param name="progress">Is told how much was sent, after every piece of at most 128 KiB; null if nobody wants to know.</param>
    /// <param name="options">What is set for this call; null for the defaults.</param>
    /// <param name="cancellationToken">Cancels the call. The post may be live all the same.</param>
    /// <returns>The post that was published.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="post"/> is null.</exception>
    /// <exception cref="ArgumentException">A member of the post that is needed is missing; the message names it.</exception>
    /// <exception cref="InvalidRequestException">The request breaks the contract; thrown at once, nothing was sent.</exception>
    /// <exception cref="InvalidOperationException">An attachment made by <see cref="Attachment.FromStream"/> was sent before.</exception>
    /// <exception cref="PostPressApiException">PostPress refused the post, or its response can't be read.</exception>
    /// <exception cref="PostPressConnectionException">No response came; its outcome tells whether the post may be live.</exception>
    /// <exception cref="PostPressTimeoutException">A timeout has passed; its outcome tells whether the post may be live.</exception>
    /// <exception cref="PostPressCanceledException">The call was cancelled; its outcome tells whether the post may be live.</exception>
    /// <exception cref="ObjectDisposedException">The client was disposed of.</exception>
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
