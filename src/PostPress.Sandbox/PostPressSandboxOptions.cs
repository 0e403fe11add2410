namespace PostPress.Sandbox;

/// <summary>The options of a sandbox. All of them are optional.</summary>
public sealed class PostPressSandboxOptions
{
    /// <summary>The key that a sandbox accepts by default.</summary>
    public const string DefaultApiKey = "pp_test_sandbox";

    /// <summary>Gets or sets the accepted API keys. All keys have the same accounts.</summary>
    /// <value>The default is <see cref="DefaultApiKey"/>.</value>
    public IReadOnlyList<string> ApiKeys { get; set; } = [DefaultApiKey];

    /// <summary>Gets or sets the linked accounts. The ids in <see cref="SandboxTriggers"/> always work too.</summary>
    /// <value>The default is the accounts in <see cref="SandboxAccounts"/>.</value>
    public IReadOnlyList<SandboxAccount> Accounts { get; set; } = SandboxAccounts.Defaults;

    /// <summary>Gets or sets the clock for the expiry of checkpoints and for recorded times.</summary>
    /// <value>The default is <see cref="TimeProvider.System"/>.</value>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>Gets or sets the port on loopback; 0 for any free port.</summary>
    /// <value>The default is 0.</value>
    public int Port { get; set; }

    /// <summary>Gets or sets the number of people that searches can find.</summary>
    /// <value>The default is 120.</value>
    public int People { get; set; } = 120;

    /// <summary>Gets or sets the number of companies that searches can find.</summary>
    /// <value>The default is 40.</value>
    public int Companies { get; set; } = 40;

    /// <summary>Gets or sets the number of posts that searches can find.</summary>
    /// <value>The default is 60.</value>
    public int Posts { get; set; } = 60;

    /// <summary>Gets or sets the number of jobs that searches can find.</summary>
    /// <value>The default is 60.</value>
    public int Jobs { get; set; } = 60;

    /// <summary>Gets or sets the lifetime of a checkpoint. Later codes return 401 <c>errors/expired_link</c>.</summary>
    /// <value>The default is 10 minutes.</value>
    public TimeSpan CheckpointLifetime { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Gets or sets the maximum number of wrong codes for a checkpoint. The last one and all later codes return 401 <c>errors/checkpoint_error</c>, until <c>publishJob</c> is called again.</summary>
    /// <value>The default is 5.</value>
    public int MaxWrongCodes { get; set; } = 5;

    /// <summary>Gets or sets the number of bytes of each body and each file that are kept for assertions. A longer body is received, counted and hashed to its end.</summary>
    /// <value>The default is 1 MiB.</value>
    public int KeptBytes { get; set; } = 1024 * 1024;

    /// <summary>Gets or sets whether <c>Idempotency-Key</c> is ignored, so that a request that is sent twice has its effect twice and can be counted.</summary>
    /// <value>The default is <see langword="false"/>: for a key that was used before, the first response is returned.</value>
    public bool IgnoreIdempotencyKeys { get; set; }

    /// <summary>Gets or sets whether faults can be injected with <see cref="PostPressSandbox.Faults"/>. The address of the sandbox is then that of a proxy in the sandbox.</summary>
    /// <value>The default is <see langword="false"/>: clients connect to the server directly.</value>
    public bool InjectFaults { get; set; }

    /// <summary>Gets or sets the delay between two bytes of <see cref="SandboxFault.SlowDrip"/>, measured by <see cref="TimeProvider"/>.</summary>
    /// <value>The default is 1 second.</value>
    public TimeSpan DripGap { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Receives each request with its response, for the program that prints them. Several requests can call it at the same time.</summary>
    internal Action<SandboxRequest>? Observer { get; set; }
}

/// <summary>A linked account of the sandbox.</summary>
/// <param name="Id">The account id.</param>
/// <param name="Kind">The kind of account.</param>
public sealed record SandboxAccount(string Id, SandboxAccountKind Kind)
{
    /// <summary>Gets whether <c>publishJob</c> publishes at once for this account, without a checkpoint.</summary>
    /// <value>The default is <see langword="false"/>.</value>
    public bool SkipsCheckpoints { get; init; }
}

/// <summary>The kinds of linked accounts.</summary>
public enum SandboxAccountKind
{
    /// <summary>LinkedIn with Sales Navigator and Recruiter. <c>recruiter</c> is optional in job drafts.</summary>
    LinkedIn,

    /// <summary>LinkedIn without Sales Navigator and Recruiter.</summary>
    LinkedInClassic,

    /// <summary>LinkedIn with Sales Navigator and Recruiter. <c>recruiter</c> is required in job drafts.</summary>
    Recruiter,

    /// <summary>Instagram, which supports posts only.</summary>
    Instagram,
}
