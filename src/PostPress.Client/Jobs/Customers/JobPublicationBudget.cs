namespace PostPress;

/// <summary>The budget with which a job was promoted, as the audit log keeps it.</summary>
public sealed record JobPublicationBudget
{
    /// <summary>Gets the currency of <see cref="Amount"/>, as the draft named it (<see cref="PublishChoice.Currency"/>): <c>USD</c>.</summary>
    public required string Currency { get; init; }

    /// <summary>Gets how much may be spent in each <see cref="Period"/>, in whole units of <see cref="Currency"/> with its decimals: 35.5 is 35 dollars and 50 cents.</summary>
    public required decimal Amount { get; init; }

    /// <summary>Gets the time for which <see cref="Amount"/> is meant.</summary>
    public required JobBudgetPeriod Period { get; init; }

    internal static JobPublicationBudget? From(PublishMode mode) => mode.Budget switch
    {
        DailyBudget { Daily: { } budget } => new JobPublicationBudget { Currency = budget.Currency, Amount = budget.Amount, Period = JobBudgetPeriod.Daily },
        MonthlyBudget { Monthly: { } budget } => new JobPublicationBudget { Currency = budget.Currency, Amount = budget.Amount, Period = JobBudgetPeriod.Monthly },
        _ => null,
    };
}
