namespace PostPress;

/// <summary>The period of a budget.</summary>
public enum JobBudgetPeriod
{
    /// <summary>The amount is per day.</summary>
    Daily,

    /// <summary>The amount is per month.</summary>
    Monthly,
}
