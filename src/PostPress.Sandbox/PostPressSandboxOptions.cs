namespace PostPress.Sandbox;

/// <summary>How a sandbox is set up. Every default is good for a first test.</summary>
public sealed class PostPressSandboxOptions
{
    /// <summary>The key that a sandbox accepts by default.</summary>
    public const string DefaultApiKey = "pp_test_sandbox";

    /// <summary>Gets or sets the keys that are accepted. All of them see the same accounts.</summary>
    /// <value>The default is <see cref="DefaultApiKey"/> alone.</value>
    public IReadOnlyList<string> ApiKeys { get; set; } = [DefaultApiKey];

    /// <summary>Gets or sets the linked accounts. The ids of <see cref="SandboxTriggers"/> work besides.</summary>
    /// <value>The default is those of <see cref="SandboxAccounts"/>.</value>
    public IReadOnlyList<SandboxAccount> Accounts { get; set; } = SandboxAccounts.Defaults;

    /// <summary>Gets or sets the clock that checkpoints expire by and that times are recorded from.</summary>
    /// <value>The default is <see cref="TimeProvider.System"/>.</value>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>Gets or sets the port on loopback; 0 takes a free one.</summary>
    /// <value>The default is 0.</value>
    public int Port { get; set; }

    /// <summary>Gets or sets how many people can be found.</summary>
    /// <value>The default is 120.</value>
    public int People { get; set; } = 120;

    /// <summary>Gets or sets how many companies can be found.</summary>
    /// <value>The default is 40.</value>
    public int Companies { get; set; } = 40;

    /// <summary>Gets or sets how many posts can be found.</summary>
    /// <value>The default is 60.</value>
    public int Posts { get; set; } = 60;

    /// <summary>Gets or sets how many jobs can be found.</summary>
    /// <value>The default is 60.</value>
    public int Jobs { get; set; } = 60;

    /// <summary>Gets or sets how long a checkpoint can be solved. Later codes return 401 <c>errors/expired_link</c>.</summary>
    /// <value>The default is 10 minutes.</value>
    public TimeSpan CheckpointLifetime { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Gets or sets which wrong code for one checkpoint is the last; it and all later codes return 401 <c>errors/checkpoint_error</c> until <c>publishJob</c> is called again.</summary>
    /// <value>The default is 5.</value>
    public int CheckpointAttempts { get; set; } = 5;

    /// <summary>Gets or sets how many bytes of each body and each file are kept for assertions. What is longer is received, counted and hashed all the same.</summary>
    /// <value>The default is 1 MiB.</value>
    public int KeptBytes { get; set; } = 1024 * 1024;

    /// <summary>Gets or sets whether <c>Idempotency-Key</c> is ignored, so that whatever is sent twice is carried out twice and can be counted.</summary>
    /// <value>The default is <see langword="false"/>: a repeated key gives the first response again.</value>
    public bool IgnoreIdempotencyKeys { get; set; }

    /// <summary>Gets or sets whether the sandbox can misbehave on the wire, by <see cref="PostPressSandbox.Faults"/>. Its address is then that of a proxy of its own.</summary>
    /// <value>The default is <see langword="false"/>: clients talk to the server itself.</value>
    public bool InjectFaults { get; set; }

    /// <summary>Gets or sets the time between two bytes of <see cref="SandboxFault.SlowDrip"/>, by <see cref="TimeProvider"/>.</summary>
    /// <value>The default is 1 second.</value>
    public TimeSpan DripGap { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Is told of each request once its response is known, by several requests at once. For the program, which prints them.</summary>
    internal Action<SandboxRequest>? Observer { get; set; }
}

/// <summary>An account that is linked in the sandbox.</summary>
/// <param name="Id">The account id.</param>
/// <param name="Kind">What it can do.</param>
public sealed record SandboxAccount(string Id, SandboxAccountKind Kind)
{
    /// <summary>Gets whether <c>publishJob</c> publishes at once for it, without a checkpoint.</summary>
    /// <value>The default is <see langword="false"/>.</value>
    public bool SkipsCheckpoints { get; init; }
}

/// <summary>What a linked account can do.</summary>
public enum SandboxAccountKind
{
    /// <summary>LinkedIn with Sales Navigator and Recruiter; job postings may have <c>recruiter</c> or not.</summary>
    LinkedIn,

    /// <summary>LinkedIn without Sales Navigator and Recruiter.</summary>
    LinkedInClassic,

    /// <summary>LinkedIn with Sales Navigator and Recruiter; job postings need <c>recruiter</c>.</summary>
    Recruiter,

    /// <summary>Instagram: posts alone.</summary>
    Instagram,
}
