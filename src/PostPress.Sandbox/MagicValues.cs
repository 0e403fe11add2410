namespace PostPress.Sandbox;

/// <summary>The linked accounts of a sandbox, unless <see cref="PostPressSandboxOptions.Accounts"/> is set.</summary>
public static class SandboxAccounts
{
    /// <summary>A LinkedIn account with Sales Navigator and Recruiter. <c>recruiter</c> is optional in its job drafts.</summary>
    public const string LinkedIn = "acc_linkedin_sandbox";

    /// <summary>A LinkedIn account without Sales Navigator and Recruiter: their searches and <c>recruiter</c> return 403 <c>errors/feature_not_subscribed</c>.</summary>
    public const string LinkedInClassic = "acc_linkedin_classic_sandbox";

    /// <summary>A LinkedIn account that posts jobs through Recruiter: a job without <c>recruiter</c> returns 422.</summary>
    public const string Recruiter = "acc_recruiter_sandbox";

    /// <summary>An Instagram account, which can only publish posts.</summary>
    public const string Instagram = "acc_instagram_sandbox";

    /// <summary>The account in the examples of the documentation. It behaves like <see cref="LinkedIn"/>.</summary>
    public const string DocumentationExample = "acc_linkedin_01HXYZ4QK3WJ8FN3M6QH7TZ8GR";

    /// <summary>A LinkedIn account like <see cref="LinkedIn"/>, for which <c>publishJob</c> publishes at once, without a checkpoint.</summary>
    public const string NoCheckpoint = "acc_no_checkpoint";

    internal static IReadOnlyList<SandboxAccount> Defaults { get; } =
    [
        new(LinkedIn, SandboxAccountKind.LinkedIn),
        new(LinkedInClassic, SandboxAccountKind.LinkedInClassic),
        new(Recruiter, SandboxAccountKind.Recruiter),
        new(Instagram, SandboxAccountKind.Instagram),
        new(DocumentationExample, SandboxAccountKind.LinkedIn),
        new(NoCheckpoint, SandboxAccountKind.LinkedIn) { SkipsCheckpoints = true },
    ];
}

/// <summary>The codes that solve the checkpoints of a draft. All other codes are wrong.</summary>
public static class SandboxCodes
{
    /// <summary>Solves the first checkpoint, <c>OTP</c>.</summary>
    public const string Otp = "123456";

    /// <summary>Solves the second checkpoint, <c>EMAIL_VERIFICATION</c>. The job is then published.</summary>
    public const string EmailToken = "verify-me";
}

/// <summary>
/// Account ids that trigger special responses of the sandbox. The rest of the request must be valid. The failures work with all
/// operations. In other operations than the search, the accounts for the search behave like <see cref="SandboxAccounts.LinkedIn"/>.
/// </summary>
public static class SandboxTriggers
{
    /// <summary>Returns 429 <c>errors/too_many_requests</c>, a type that the contract does not list, with <c>Retry-After: 1</c>.</summary>
    public const string RateLimited = "acc_rate_limited";

    /// <summary>Returns 400 in the quickstart's envelope: <c>{"error":{"code","message","request_id"}}</c>.</summary>
    public const string QuickstartEnvelope = "acc_error_envelope_2";

    /// <summary>Returns 502 with an HTML page, like a gateway in front of the API.</summary>
    public const string GatewayHtml = "acc_gateway_html";

    /// <summary>A post is published, and the response has <c>"post_id": null</c>.</summary>
    public const string PostWithoutId = "acc_post_without_id";

    /// <summary>A page of search results contains an unknown kind of result, unknown members and unknown enum values.</summary>
    public const string UnknownWords = "acc_unknown_words";

    /// <summary>Each page after the first returns the cursor of its request. A client without protection never ends.</summary>
    public const string RepeatedCursor = "acc_repeated_cursor";

    /// <summary>The second page is empty and has a cursor. The results continue on the third page.</summary>
    public const string EmptyPage = "acc_empty_page";

    internal const string ErrorPrefix = "acc_error_";

    internal static IReadOnlyList<SandboxAccount> Accounts { get; } =
    [
        new(PostWithoutId, SandboxAccountKind.LinkedIn),
        new(UnknownWords, SandboxAccountKind.LinkedIn),
        new(RepeatedCursor, SandboxAccountKind.LinkedIn),
        new(EmptyPage, SandboxAccountKind.LinkedIn),
    ];

    /// <summary>
    /// Returns the account id that triggers an error of the operation, with the status that the operation lists for it, such as
    /// <c>acc_error_insufficient_job_slot</c> for <c>errors/insufficient_job_slot</c>. For an error that the operation does not
    /// list, the response is 400 <c>errors/invalid_parameters</c>.
    /// </summary>
    /// <param name="errorType">The error type, with or without <c>errors/</c>.</param>
    /// <returns>The account id.</returns>
    /// <exception cref="ArgumentException"><paramref name="errorType"/> is null or empty.</exception>
    public static string AccountFor(string errorType)
    {
        ArgumentException.ThrowIfNullOrEmpty(errorType);
        const string prefix = "errors/";
        return ErrorPrefix + (errorType.StartsWith(prefix, StringComparison.Ordinal) ? errorType[prefix.Length..] : errorType);
    }
}
