namespace PostPress;

/// <summary>
/// The choice that a draft leaves: publish it free of charge, or promote it within a budget. Read from
/// <see cref="JobDraft.PublishOptions"/>, whatever of it PostPress left out. The choice itself is made by a
/// <see cref="PublishMode"/> when the draft is published.
/// </summary>
public sealed class PublishChoice
{
    // PostPress says no, which is more than that it does not say yes.
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

    /// <summary>Gets whether the job may be published free of charge. False, too, if PostPress does not say.</summary>
    public bool CanBeFree { get; }

    /// <summary>Gets why it may not, in LinkedIn's word, such as <c>FREE_JOB_LIMIT_REACHED</c>; null if it may, or if no reason is given.</summary>
    public string? IneligibleReason { get; }

    /// <summary>Gets how many applicants to expect in a month without promotion; null if PostPress does not say.</summary>
    public decimal? FreeMonthlyApplicants { get; }

    /// <summary>Gets whether the job can be promoted: PostPress names a currency and at least one budget.</summary>
    public bool CanBePromoted => Currency is not null && (DailyBudget is not null || MonthlyBudget is not null);

    /// <summary>Gets the currency of both budgets, such as <c>USD</c>; null if PostPress does not say.</summary>
    public string? Currency { get; }

    /// <summary>Gets what can be spent in a day, in <see cref="Currency"/>; null if PostPress does not say.</summary>
    public BudgetRange? DailyBudget { get; }

    /// <summary>Gets what can be spent in a month, in <see cref="Currency"/>; null if PostPress does not say.</summary>
    public BudgetRange? MonthlyBudget { get; }

    /// <summary>Gets how many applicants to expect in a month with promotion; null if PostPress does not say.</summary>
    public decimal? PromotedMonthlyApplicants { get; }

    /// <summary>Reads the choice that a draft leaves.</summary>
    /// <param name="draft">The draft.</param>
    /// <returns>The choice; neither way is open if PostPress told of none.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="draft"/> is null.</exception>
    public static PublishChoice FromDraft(JobDraft draft)
    {
        Argument.NotNull(draft, nameof(draft));

        return new PublishChoice(draft.PublishOptions?.Free, draft.PublishOptions?.Promoted);
    }

    /// <summary>Makes a budget of a day in this draft's currency.</summary>
    /// <param name="amount">The amount, in units of <see cref="Currency"/>; <see cref="DailyBudget"/> says what it can be.</param>
    /// <returns>The budget, for <see cref="PublishMode.Promoted"/>.</returns>
    /// <exception cref="InvalidOperationException"><see cref="Currency"/> is null.</exception>
    public DailyBudget Daily(decimal amount) => new() { Daily = ToAmount(amount) };

    /// <summary>Makes a budget of a month in this draft's currency.</summary>
    /// <param name="amount">The amount, in units of <see cref="Currency"/>; <see cref="MonthlyBudget"/> says what it can be.</param>
    /// <returns>The budget, for <see cref="PublishMode.Promoted"/>.</returns>
    /// <exception cref="InvalidOperationException"><see cref="Currency"/> is null.</exception>
    public MonthlyBudget Monthly(decimal amount) => new() { Monthly = ToAmount(amount) };

    /// <summary>Says what stands in the way of a mode, as far as PostPress told. Publishing a <see cref="JobDraft"/> asks it.</summary>
    /// <param name="mode">The mode.</param>
    /// <returns>Every rule that is broken; empty if the mode is open, or if PostPress does not say.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="mode"/> is null.</exception>
    public IReadOnlyList<RequestViolation> Validate(PublishMode mode)
    {
        Argument.NotNull(mode, nameof(mode));

        return mode switch
        {
            { IsFree: true } => _isNotEligible ? [new RequestViolation("mode", $"can't be FREE: PostPress says that this draft is not eligible{(IneligibleReason is null ? "" : $" ({IneligibleReason})")}. Use PublishMode.Promoted, or free the account's place for a free job")] : [],
            { Budget: DailyBudget budget } => CheckBudget("budget.daily", budget.Daily, DailyBudget),
            { Budget: MonthlyBudget budget } => CheckBudget("budget.monthly", budget.Monthly, MonthlyBudget),
            _ => [],
        };
    }

    private BudgetAmount ToAmount(decimal amount) => new()
    {
        Currency = Currency ?? throw new InvalidOperationException("The draft's publish options name no currency. Make the budget with a currency of your own."),
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
            violations.Add(new RequestViolation(path + ".currency", $"must be {Currency}, the currency of this draft's publish options (PublishChoice.Currency)"));
        }

        if (budget.Amount < range?.Min || budget.Amount > range?.Max)
        {
            violations.Add(new RequestViolation(path + ".amount", FormattableString.Invariant($"is {budget.Amount}, and must be {range!.Min} to {range.Max} for this draft (PublishChoice.{(path == "budget.daily" ? nameof(DailyBudget) : nameof(MonthlyBudget))})")));
        }

        return violations;
    }
}
