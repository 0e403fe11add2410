namespace PostPress;

/// <summary>
/// The ways in which a draft can be published: free of charge, or promoted with a budget. It is read from
/// <see cref="JobDraft.PublishOptions"/>, any part of which may be missing. Pass the chosen <see cref="PublishMode"/> when you
/// publish the draft.
/// </summary>
public sealed class PublishChoice
{
    // PostPress says no. That is more than a missing value.
    private readonly bool _isNotEligible;

    private PublishChoice(FreePublishOption? free, PromotedPublishOption? promoted)
    {
        CanBeFree = free?.Eligible == true;
        _isNotEligible = free?.Eligible == false;
        IneligibleReason = CanBeFree || string.IsNullOrWhiteSpace(free?.IneligibleReason) ? null : free!.IneligibleReason;
        FreeMonthlyApplicants = free?.EstimatedMonthlyApplicants;
        Currency = promoted?.Currency;
        DailyBudget = promoted?.DailyBudget;
        MonthlyBudget = promoted?.MonthlyBudget;
        PromotedMonthlyApplicants = promoted?.EstimatedMonthlyApplicants;
    }

    /// <summary>Gets whether the job can be published free of charge. It is also false if PostPress does not say.</summary>
    public bool CanBeFree { get; }

    /// <summary>Gets LinkedIn's reason why it can't, such as <c>FREE_JOB_LIMIT_REACHED</c>; null if it can, or if there is no reason.</summary>
    public string? IneligibleReason { get; }

    /// <summary>Gets the expected number of applicants in a month without promotion; null if PostPress does not say.</summary>
    public decimal? FreeMonthlyApplicants { get; }

    /// <summary>Gets whether the job can be promoted: PostPress names a currency and at least one budget.</summary>
    public bool CanBePromoted => Currency is not null && (DailyBudget is not null || MonthlyBudget is not null);

    /// <summary>Gets the currency of both budgets, such as <c>USD</c>; null if PostPress does not say.</summary>
    public string? Currency { get; }

    /// <summary>Gets the allowed budget for a day, in <see cref="Currency"/>; null if PostPress does not say.</summary>
    public BudgetRange? DailyBudget { get; }

    /// <summary>Gets the allowed budget for a month, in <see cref="Currency"/>; null if PostPress does not say.</summary>
    public BudgetRange? MonthlyBudget { get; }

    /// <summary>Gets the expected number of applicants in a month with promotion; null if PostPress does not say.</summary>
    public decimal? PromotedMonthlyApplicants { get; }

    /// <summary>Reads the ways in which a draft can be published.</summary>
    /// <param name="draft">The draft.</param>
    /// <returns>The choice. If PostPress sent no options, it is neither free nor promoted.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="draft"/> is null.</exception>
    public static PublishChoice FromDraft(JobDraft draft)
    {
        Argument.NotNull(draft, nameof(draft));

        return new PublishChoice(draft.PublishOptions?.Free, draft.PublishOptions?.Promoted);
    }

    /// <summary>Creates a daily budget in the currency of this draft.</summary>
    /// <param name="amount">The amount, in units of <see cref="Currency"/>; <see cref="DailyBudget"/> contains its limits.</param>
    /// <returns>The budget, for <see cref="PublishMode.Promoted"/>.</returns>
    /// <exception cref="InvalidOperationException"><see cref="Currency"/> is null.</exception>
    public DailyBudget Daily(decimal amount) => new() { Daily = ToAmount(amount) };

    /// <summary>Creates a monthly budget in the currency of this draft.</summary>
    /// <param name="amount">The amount, in units of <see cref="Currency"/>; <see cref="MonthlyBudget"/> contains its limits.</param>
    /// <returns>The budget, for <see cref="PublishMode.Promoted"/>.</returns>
    /// <exception cref="InvalidOperationException"><see cref="Currency"/> is null.</exception>
    public MonthlyBudget Monthly(decimal amount) => new() { Monthly = ToAmount(amount) };

    /// <summary>Checks a mode against the publish options of the draft. The methods that publish a <see cref="JobDraft"/> call it.</summary>
    /// <param name="mode">The mode.</param>
    /// <returns>All violations; empty if the mode is allowed, or if PostPress does not say.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="mode"/> is null.</exception>
    public IReadOnlyList<RequestViolation> Validate(PublishMode mode)
    {
        Argument.NotNull(mode, nameof(mode));

        return mode switch
        {
            { IsFree: true } => _isNotEligible ? [new RequestViolation("mode", $"can't be FREE: PostPress says that this draft is not eligible{(IneligibleReason is null ? "" : $" ({IneligibleReason})")}. Use PublishMode.Promoted, or close the account's free job")] : [],
            { Budget: DailyBudget budget } => CheckBudget("budget.daily", budget.Daily, DailyBudget),
            { Budget: MonthlyBudget budget } => CheckBudget("budget.monthly", budget.Monthly, MonthlyBudget),
            _ => [],
        };
    }

    private BudgetAmount ToAmount(decimal amount) => new()
    {
        Currency = Currency ?? throw new InvalidOperationException("The publish options of the draft contain no currency. Create the budget with a currency of your own."),
        Amount = amount,
    };

    private List<RequestViolation> CheckBudget(string path, BudgetAmount? budget, BudgetRange? range)
    {
        var violations = new List<RequestViolation>();
        if (budget is null)
        {
            return violations;
        }

        if (Currency is not null && budget.Currency != Currency)
        {
            violations.Add(new RequestViolation(path + ".currency", $"must be {Currency}, the currency of this draft (PublishChoice.Currency)"));
        }

        if (budget.Amount < range?.Min || budget.Amount > range?.Max)
        {
            violations.Add(new RequestViolation(path + ".amount", FormattableString.Invariant($"is {budget.Amount}, and must be {range!.Min} to {range.Max} for this draft (PublishChoice.{(path == "budget.daily" ? nameof(DailyBudget) : nameof(MonthlyBudget))})")));
        }

        return violations;
    }
}
