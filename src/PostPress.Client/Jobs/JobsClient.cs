using PostPress.Content;
using PostPress.Pipeline;
using PostPress.Validation;

namespace PostPress;

/// <summary>Creates drafts of LinkedIn jobs, publishes them, and submits the codes that LinkedIn asks for before it publishes a job.</summary>
/// <remarks>Guide: <c>docs/jobs.md</c> in the package.</remarks>
public partial class JobsClient
{
    private readonly Transport _transport;

    internal JobsClient(Transport transport) => _transport = transport;

    /// <summary>Initializes a client without a connection, for tests that override its members.</summary>
    protected JobsClient() => _transport = null!;

    /// <summary>Creates the draft of a LinkedIn job. Nothing is published yet. The call is not retried once it may have reached PostPress.</summary>
    /// <example>
    /// <code>
    /// string location = await postpress.Search.FindIdAsync(account, SearchParameterType.Location, "Berlin, Germany");
    /// JobDraft draft = await postpress.Jobs.CreateAsync(new CreateJobRequest
    /// {
    ///     AccountId = account,
    ///     JobTitle = new FreeText { Text = "Senior Frontend Engineer" },
    ///     Company = new ResolvedId { Id = "9374000" },
    ///     Workplace = Workplace.Hybrid,
    ///     Location = location,
    ///     Description = "&lt;p&gt;We are hiring.&lt;/p&gt;",
    /// });
    /// </code>
    /// </example>
    /// <param name="job">The job.</param>
    /// <param name="options">The options of this call; null for the defaults.</param>
    /// <param name="cancellationToken">Cancels the call. The draft may exist all the same.</param>
    /// <returns>The draft, with the ways in which it can be published.</returns>
    /// <exception cref="ArgumentException">An argument is null or empty, or its value is not allowed.</exception>
    /// <exception cref="InvalidRequestException">The request violates the contract. Thrown at once; nothing was sent.</exception>
    /// <exception cref="PostPressApiException">PostPress refused the request, or its response can't be read.</exception>
    /// <exception cref="PostPressConnectionException">No response came. The outcome says whether PostPress may have acted.</exception>
    /// <exception cref="PostPressTimeoutException">A timeout passed. The outcome says whether PostPress may have acted.</exception>
    /// <exception cref="PostPressCanceledException">The call was canceled. The outcome says whether PostPress may have acted.</exception>
    /// <exception cref="ObjectDisposedException">The client was disposed.</exception>
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
