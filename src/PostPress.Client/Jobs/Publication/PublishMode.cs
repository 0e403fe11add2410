namespace PostPress;

/// <summary>
/// How a job draft is to be published: free of charge, or promoted within a budget. Only combinations that PostPress takes can
/// be made: <c>PROMOTED_PLUS</c> is for LinkedIn Classic, not for Recruiter (public page "linkedin-jobs-publish").
/// </summary>
public sealed class PublishMode
{
    private readonly PromotionMode? _promotion;
    private readonly JobService? _service;
    private bool _showsHiringFrame;
    private bool _skipsEmailVerification;

    private PublishMode(PromotionMode? promotion, PromotionBudget? budget, JobService? service)
    {
        _promotion = promotion;
        Budget = budget;
        _service = service;
    }

    /// <summary>Gets the publication free of charge, through LinkedIn Classic.</summary>
    public static PublishMode Free { get; } = new(null, null, null);

    /// <summary>Gets the publication free of charge, through LinkedIn Recruiter.</summary>
    public static PublishMode FreeWithRecruiter { get; } = new(null, null, JobService.Recruiter);

    /// <summary>Gets whether the publication is free of charge.</summary>
    public bool IsFree => _promotion is null;

    /// <summary>Gets the mode as the contract writes it: <c>FREE</c>, <c>PROMOTED</c> or <c>PROMOTED_PLUS</c>.</summary>
    public string Name => _promotion?.Value ?? "FREE";

    /// <summary>Gets the budget; null without promotion, and for the one that LinkedIn recommends.</summary>
    public PromotionBudget? Budget { get; }

    /// <summary>Makes a promoted publication through LinkedIn Classic.</summary>
    /// <param name="budget">A <see cref="DailyBudget"/> or a <see cref="MonthlyBudget"/>; null for the one that LinkedIn recommends.</param>
    /// <returns>The mode.</returns>
    public static PublishMode Promoted(PromotionBudget? budget = null) => new(PromotionMode.Promoted, budget, null);

    /// <summary>Makes a promoted publication through LinkedIn Recruiter.</summary>
    /// <inheritdoc cref="Promoted"/>
    public static PublishMode PromotedWithRecruiter(PromotionBudget? budget = null) => new(PromotionMode.Promoted, budget, JobService.Recruiter);

    /// <summary>Makes a publication that is promoted more (<c>PROMOTED_PLUS</c>), through LinkedIn Classic.</summary>
    /// <inheritdoc cref="Promoted"/>
    public static PublishMode PromotedPlus(PromotionBudget? budget = null) => new(PromotionMode.PromotedPlus, budget, null);

    /// <summary>Makes the same mode that also puts the hiring frame on the profile picture of the account's owner.</summary>
    /// <returns>A new mode; this one stays as it is.</returns>
    public PublishMode WithHiringFrame() => Copy(showsHiringFrame: true, _skipsEmailVerification);

    /// <summary>Makes the same mode that also skips the check that the account may post for its current company (<c>bypass_email_verification</c>).</summary>
    /// <returns>A new mode; this one stays as it is.</returns>
    public PublishMode WithoutEmailVerification() => Copy(_showsHiringFrame, skipsEmailVerification: true);

    /// <summary>Makes the request that publishes a draft in this mode.</summary>
    /// <param name="accountId">The id of the linked account that publishes the draft.</param>
    /// <returns>A <see cref="FreePublication"/> or a <see cref="PromotedPublication"/>.</returns>
    /// <exception cref="ArgumentException"><paramref name="accountId"/> is null or empty.</exception>
    public PublishJobRequest ToRequest(string accountId)
    {
        Argument.NotEmpty(accountId, nameof(accountId));

        // Sent only where it is wanted: PostPress has defaults of its own.
        var frame = _showsHiringFrame ? true : (bool?)null;
        var bypass = _skipsEmailVerification ? true : (bool?)null;
        return _promotion is { } promotion
            ? new PromotedPublication { AccountId = accountId, Mode = promotion, Budget = Budget, Service = _service, HiringPhotoFrame = frame, BypassEmailVerification = bypass }
            : new FreePublication { AccountId = accountId, Service = _service, HiringPhotoFrame = frame, BypassEmailVerification = bypass };
    }

    /// <summary>Says which mode it is.</summary>
    /// <returns><see cref="Name"/>, and the budget if there is one: <c>PROMOTED, 35 USD a day</c>.</returns>
    public override string ToString() => Budget switch
    {
        DailyBudget { Daily: { } amount } => FormattableString.Invariant($"{Name}, {amount.Amount} {amount.Currency} a day"),
        MonthlyBudget { Monthly: { } amount } => FormattableString.Invariant($"{Name}, {amount.Amount} {amount.Currency} a month"),
        _ => Name,
    };

    private PublishMode Copy(bool showsHiringFrame, bool skipsEmailVerification) =>
        new(_promotion, Budget, _service) { _showsHiringFrame = showsHiringFrame, _skipsEmailVerification = skipsEmailVerification };
}
