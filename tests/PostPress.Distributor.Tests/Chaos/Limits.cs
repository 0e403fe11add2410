namespace PostPress.Distributor.Tests.Chaos;

/// <summary>The limits of the run: a day of 20 seconds and an hour of 10, so that the surplus of many days passes in one run.</summary>
internal static class Limits
{
    public const int Day = 20;
    public const int Hour = 10;
    public const int ClassicPerDay = 5;
    public const int InstagramPerDay = 5;
    public const int InstagramPerHour = 3;

    /// <summary>The settings of the workers. A call takes 2 s at most, and none is started in the last 4 s of a slot.</summary>
    public static IEnumerable<(string Name, string Value)> Settings =>
    [
        ("Quota__Day", $"00:00:{Day}"),
        ("Quota__Hour", $"00:00:{Hour}"),
        ("Quota__Guard", "00:00:04"),
        ("Quota__Spread", "00:00:00.5"),
        ("Quota__Limits__Classic__Other__PerDay", $"{ClassicPerDay}"),
        ("Quota__Limits__Instagram__Other__PerDay", $"{InstagramPerDay}"),
        ("Quota__Limits__Instagram__Other__PerHour", $"{InstagramPerHour}"),
        ("Quota__Limits__Recruiter__Other__PerDay", "100000"),
        ("Quota__Limits__Recruiter__Search__PerDay", "100000"),
        ("Calls__Timeout", "00:00:02"),
        ("Calls__FirstDelay", "00:00:00.25"),
        ("Calls__MaxDelay", "00:00:02"),
        ("Calls__MaxAttempts", "40"),
        ("Codes__LostAfter", "00:00:05"),
        ("Codes__RemindAfter", "00:00:03"),
        ("Recovery__DeadAfter", "00:00:06"),
        ("Recovery__HandlerTimeout", "00:00:10"),
        ("Recovery__StaleAfter", "00:00:20"),
    ];
}
