using PostPress.Content;
using PostPress.Pipeline;
using PostPress.Validation;

namespace PostPress;

/// <summary>LinkedIn jobs: creates drafts, publishes them, and solves the checkpoints that stand before their publication.</summary>
public partial class JobsClient
{
    private readonly Transport _transport;

    internal JobsClient(Transport transport) => _transport = transport;

    /// <summary>Makes a client that can do nothing by itself: for tests that override its members.</summary>
    protected JobsClient() => _transport = null!;

    /// <summary>Creates the draft of a LinkedIn job posting; nothing is published yet. Sent once.</summary>
    /// <param name="job">The job.</param>
    /// <param name="options">What is set for this call; null for the defaults.</param>
    /// <param name="cancellationToken">Cancels the call. The draft may exist all the same.</param>
    /// <returns>The draft, with the ways in which it can be published.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="job"/> is null.</exception>
    /// <exception cref="InvalidRequestException">The request breaks the contract; thrown at once, nothing was sent.</exception>
    /// <exception cref="PostPressApiException">PostPress refused the job, or its response can't be read.</exception>
    /// <exception cref="PostPressConnectionException">No response came; its outcome tells whether the draft may exist.</exception>
    /// <exception cref="PostPressTimeoutException">A timeout has passed; its outcome tells whether it may have been carried out.</exception>
    /// <exception cref="PostPressCanceledException">The call was cancelled; its outcome tells whether it may have been carried out.</exception>
    /// <exception cref="ObjectDisposedException">The client was disposed of.</exception>
    public virtual Task<JobDraft> CreateAsync(CreateJobRequest job, CallOptions? options = null, CancellationToken cancellationToken = default)
    {
        Argument.NotNull(job, nameof(job));

        if (_transport.ChecksRequests)
        {
            var check = default(RequestCheck);
            CreateJobOperation.CheckRequest(ref check, job, options?.IdempotencyKey);
            check.ThrowIfBroken(CreateJobOperation.Id);
        }

        return _transport.SendAsync(
            CreateJobOperation.Descriptor,
            CreateJobOperation.RequestUri(),
            JsonContent.Of(job, CreateJobOperation.WriteRequest),
            options,
            cancellationToken);
    }
}
