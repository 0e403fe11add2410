namespace PostPress.Benchmarks;

/// <summary>What the command line asks for.</summary>
internal sealed record Options(bool Quick, bool Smoke, bool Write, bool Profile, IReadOnlyList<string> Only)
{
    public const string Usage = """
        dotnet run -c Release --project tests/PostPress.Benchmarks -- [options]

          --quick         fewer rounds: all rows in less than five minutes
          --only a,b      only these rows
          --smoke         everything once, results checked, nothing timed
          --profile       where the time of reading a page goes
          --write         write RESULTS.md and results.svg beside the project; not with --only
        """;

    /// <summary>The options, or null if something else was asked for.</summary>
    public static Options? Parse(IReadOnlyList<string> args)
    {
        var options = new Options(Quick: false, Smoke: false, Write: false, Profile: false, Only: []);
        for (var i = 0; i < args.Count; i++)
        {
            switch (args[i])
            {
                case "--quick": options = options with { Quick = true }; break;
                case "--smoke": options = options with { Smoke = true }; break;
                case "--write": options = options with { Write = true }; break;
                case "--profile": options = options with { Profile = true }; break;
                case "--only" when i + 1 < args.Count: options = options with { Only = args[++i].Split(',') }; break;
                default: return null;
            }
        }

        // Half a table must not take the place of a whole one.
        return options is { Write: true, Only.Count: > 0 } ? null : options;
    }
}
