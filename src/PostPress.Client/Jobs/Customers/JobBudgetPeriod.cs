namespace PostPress;

/// <summary>The time for which a budget is meant.</summary>
public enum JobBudgetPeriod
{
    /// <summary>The amount is that of a day.</summary>
    Daily,

    /// <summary>The amount is that of a month.</summary>
    Monthly,
}
