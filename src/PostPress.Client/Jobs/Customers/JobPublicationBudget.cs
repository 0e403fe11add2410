namespace PostPress;

/// <summary>The budget of a promoted job in the audit log.</summary>
public sealed record JobPublicationBudget
{
    /// <summary>Gets the currency of <see cref="Amount"/>, as in the draft (<see cref="PublishChoice.Currency"/>), such as <c>USD</c>.</summary>
    public required string Currency { get; init; }

    /// <summary>Gets the budget of each <see cref="Period"/>, in units of <see cref="Currency"/>, with decimals: 35.5 is 35 dollars and 50 cents.</summary>
    public required decimal Amount { get; init; }

    /// <summary>Gets the period of <see cref="Amount"/>.</summary>
    public required JobBudgetPeriod Period { get; init; }

    internal static JobPublicationBudget? From(PublishMode mode) => mode.Budget switch
    {
        DailyBudget { Daily: { } budget } => new JobPublicationBudget { Currency = budget.Currency, Amount = budget.Amount, Period = JobBudgetPeriod.Daily },
        MonthlyBudget { Monthly: { } budget } => new JobPublicationBudget { Currency = budget.Currency, Amount = budget.Amount, Period = JobBudgetPeriod.Monthly },
        _ => null,
    };
}
