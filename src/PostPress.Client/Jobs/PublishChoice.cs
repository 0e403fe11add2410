namespace PostPress;

/// <summary>
/// The choice that a draft leaves: publish it free of charge, or promote it within a budget. Read from
/// <see cref="JobDraft.PublishOptions"/>, whatever of it PostPress left out. The choice itself is made when the draft is
/// published, which is not among the operations that this library covers.
/// </summary>
public sealed class PublishChoice
{
    private PublishChoice(FreePublishOption? free, PromotedPublishOption? promoted)
    {
        CanBeFree = free?.Eligible == true;
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
}
