namespace PostPress.Sandbox;

/// <summary>The accounts that are linked in every sandbox unless <see cref="PostPressSandboxOptions.Accounts"/> says otherwise.</summary>
public static class SandboxAccounts
{
    /// <summary>A LinkedIn account with Sales Navigator and Recruiter; its job postings may have <c>recruiter</c> or not.</summary>
    public const string LinkedIn = "acc_linkedin_sandbox";

    /// <summary>A LinkedIn account without Sales Navigator and Recruiter: their searches and <c>recruiter</c> return 403 <c>errors/feature_not_subscribed</c>.</summary>
    public const string LinkedInClassic = "acc_linkedin_classic_sandbox";

    /// <summary>A LinkedIn account that posts jobs through Recruiter: a job without <c>recruiter</c> returns 422.</summary>
    public const string Recruiter = "acc_recruiter_sandbox";

    /// <summary>An Instagram account: it can post, and nothing else.</summary>
    public const string Instagram = "acc_instagram_sandbox";

    /// <summary>The account of the documentation's example calls; like <see cref="LinkedIn"/>.</summary>
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

/// <summary>The codes that solve the checkpoints of a draft. Every other code is wrong.</summary>
public static class SandboxCodes
{
    /// <summary>Solves the first checkpoint, <c>OTP</c>.</summary>
    public const string Otp = "123456";

    /// <summary>Solves the second checkpoint, <c>EMAIL_VERIFICATION</c>; the job is then published.</summary>
    public const string EmailToken = "verify-me";
}

/// <summary>
/// Account ids that make the sandbox respond in a certain way. A request has to be valid otherwise. The failures
/// work with every operation; the accounts for search behave like <see cref="SandboxAccounts.LinkedIn"/> elsewhere.
/// </summary>
public static class SandboxTriggers
{
    /// <summary>Returns 429 <c>errors/too_many_requests</c>, a type that the contract does not list, with <c>Retry-After: 1</c>.</summary>
    public const string RateLimited = "acc_rate_limited";

    /// <summary>Returns 400 in the quickstart's envelope: <c>{"error":{"code","message","request_id"}}</c>.</summary>
    public const string QuickstartEnvelope = "acc_error_envelope_2";

    /// <summary>Returns 502 with an HTML page, as a gateway before the API does.</summary>
    public const string GatewayHtml = "acc_gateway_html";

    /// <summary>A post is published, and the response has <c>"post_id": null</c>.</summary>
    public const string PostWithoutId = "acc_post_without_id";

    /// <summary>A page of search results holds an unknown kind of result, unknown members and unknown enum values.</summary>
    public const string UnknownWords = "acc_unknown_words";

    /// <summary>Every page after the first returns the cursor that was sent: a careless client never ends.</summary>
    public const string RepeatedCursor = "acc_repeated_cursor";

    /// <summary>The second page is empty and has a cursor; the third goes on.</summary>
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
    /// The account id that provokes an error that the operation lists, with the status that it lists:
    /// <c>errors/insufficient_job_slot</c> has <c>acc_error_insufficient_job_slot</c>. An error that the
    /// operation does not list returns 400 <c>errors/invalid_parameters</c>.
    /// </summary>
    /// <param name="errorType">The type, with or without <c>errors/</c>.</param>
    /// <exception cref="ArgumentException"><paramref name="errorType"/> is null or empty.</exception>
    public static string AccountFor(string errorType)
    {
        ArgumentException.ThrowIfNullOrEmpty(errorType);
        const string prefix = "errors/";
        return ErrorPrefix + (errorType.StartsWith(prefix, StringComparison.Ordinal) ? errorType[prefix.Length..] : errorType);
    }
}
