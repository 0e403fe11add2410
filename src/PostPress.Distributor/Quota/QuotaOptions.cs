namespace PostPress.Distributor.Quota;

/// <summary>How much an account may do a day, over all processes: the section "Quota".</summary>
/// <remarks>The defaults are those that Unipile publishes for the same providers; PostPress's own page was not readable.</remarks>
public sealed class QuotaOptions
{
    /// <summary>Gets or sets how long a day is. Days begin at midnight UTC.</summary>
    public TimeSpan Day { get; set; } = TimeSpan.FromDays(1);

    /// <summary>Gets or sets how long an hour is: a part of a day. Tests shorten both.</summary>
    public TimeSpan Hour { get; set; } = TimeSpan.FromHours(1);

    /// <summary>
    /// Gets or sets how long before the end of a day no call is started any more. A call that is started in a day must not
    /// count in the next, so this is the longest time that a call may take.
    /// </summary>
    public TimeSpan Guard { get; set; } = TimeSpan.FromMinutes(7);

    /// <summary>Gets or sets over how much time the calls are spread at random that waited for a new day or hour.</summary>
    public TimeSpan Spread { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>Gets the limits by kind of account and action.</summary>
    public Dictionary<AccountKind, Dictionary<QuotaAction, ActionLimit>> Limits { get; } = new()
    {
        [AccountKind.Classic] = ForLinkedIn(searchResults: 1000),
        [AccountKind.SalesNavigator] = ForLinkedIn(searchResults: 2500),
        [AccountKind.Recruiter] = ForLinkedIn(searchResults: 2500),
        [AccountKind.Instagram] = new()
        {
            [QuotaAction.Search] = new() { PerDay = 100, PerHour = 10 },
            [QuotaAction.Profile] = new() { PerDay = 100, PerHour = 10 },
            [QuotaAction.Other] = new() { PerDay = 100, PerHour = 10 },
        },
    };

    /// <summary>Says what is wrong with the settings, or nothing.</summary>
    /// <param name="timeout">The timeout of a call.</param>
    public string? FindProblem(TimeSpan timeout) =>
        Guard <= timeout ? "Quota:Guard has to be longer than Calls:Timeout, or a call could end in the next day."
        : Hour <= 2 * Guard ? "Quota:Hour has to be longer than two Quota:Guard, or hardly any call would fit into it."
        : Hour.Ticks % TimeSpan.TicksPerSecond != 0 || Day.Ticks % Hour.Ticks != 0 ? "Quota:Hour has to be whole seconds, and Quota:Day whole hours."
        : Limits.Values.SelectMany(limits => limits.Values).Any(limit => limit.PerDay < 1 || limit.PerHour < 1) ? "Quota:Limits have to be 1 or more."
        : null;

    private static Dictionary<QuotaAction, ActionLimit> ForLinkedIn(int searchResults) => new()
    {
        [QuotaAction.Search] = new() { PerDay = searchResults },
        [QuotaAction.Profile] = new() { PerDay = 100 },
        [QuotaAction.Other] = new() { PerDay = 100 },
    };
}

/// <summary>The limit of one action.</summary>
public sealed class ActionLimit
{
    /// <summary>Gets or sets how many a day.</summary>
    public int PerDay { get; set; }

    /// <summary>Gets or sets how many an hour; null for no limit besides the day's.</summary>
    public int? PerHour { get; set; }
}
