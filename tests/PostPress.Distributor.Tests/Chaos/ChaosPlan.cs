namespace PostPress.Distributor.Tests.Chaos;

/// <summary>How much is done, and for how long things go wrong.</summary>
internal sealed record ChaosPlan
{
    public required string Name { get; init; }

    /// <summary>Posts for now, over accounts with small limits, so that most of them have to wait for another day.</summary>
    public required int Posts { get; init; }

    /// <summary>How many of them an account has: more than its limit for a day, which is 5.</summary>
    public required int PostsPerAccount { get; init; }

    public required int Scheduled { get; init; }

    public required int Jobs { get; init; }

    /// <summary>How long workers are killed and the sandbox misbehaves.</summary>
    public required TimeSpan Trouble { get; init; }

    /// <summary>How long it may take after that until everything is published.</summary>
    public required TimeSpan Patience { get; init; }

    /// <summary>Whether calls have idempotency keys. The control run has none, and must show posts that came twice.</summary>
    public bool UseKeys { get; init; } = true;

    public static ChaosPlan For(string option)
    {
        var smoke = new ChaosPlan
        {
            Name = "smoke",
            Posts = 300,
            PostsPerAccount = 10,
            Scheduled = 20,
            Jobs = 10,
            Trouble = TimeSpan.FromSeconds(25),
            Patience = TimeSpan.FromSeconds(120),
        };
        return option switch
        {
            "--smoke" => smoke,
            "--control" => smoke with { Name = "control", UseKeys = false },
            _ => new ChaosPlan
            {
                Name = "full",
                Posts = 2000,
                PostsPerAccount = 15,
                Scheduled = 100,
                Jobs = 50,
                Trouble = TimeSpan.FromSeconds(75),
                Patience = TimeSpan.FromMinutes(5),
            },
        };
    }
}
