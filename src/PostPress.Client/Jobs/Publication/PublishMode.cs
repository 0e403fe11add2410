namespace PostPress;

/// <summary>
/// How to publish a job draft: free of charge, or promoted with a budget. Only combinations that PostPress accepts can be
/// created: <c>PROMOTED_PLUS</c> is for LinkedIn Classic, not for Recruiter (public page "linkedin-jobs-publish").
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

    /// <summary>Gets the mode that is free of charge, through LinkedIn Classic.</summary>
    public static PublishMode Free { get; } = new(null, null, null);

    /// <summary>Gets the mode that is free of charge, through LinkedIn Recruiter.</summary>
    public static PublishMode FreeWithRecruiter { get; } = new(null, null, JobService.Recruiter);

    /// <summary>Gets whether the mode is free of charge.</summary>
    public bool IsFree => _promotion is null;

    /// <summary>Gets the name of the mode in the contract: <c>FREE</c>, <c>PROMOTED</c> or <c>PROMOTED_PLUS</c>.</summary>
    public string Name => _promotion?.Value ?? "FREE";

    /// <summary>Gets the budget; null without promotion, and for the budget that LinkedIn recommends.</summary>
    public PromotionBudget? Budget { get; }

    /// <summary>Creates a promoted mode through LinkedIn Classic.</summary>
    /// <param name="budget">A <see cref="DailyBudget"/> or a <see cref="MonthlyBudget"/>; null for the budget that LinkedIn recommends.</param>
    /// <returns>The mode.</returns>
    public static PublishMode Promoted(PromotionBudget? budget = null) => new(PromotionMode.Promoted, budget, null);

    /// <summary>Creates a promoted mode through LinkedIn Recruiter.</summary>
    /// <inheritdoc cref="Promoted"/>
    public static PublishMode PromotedWithRecruiter(PromotionBudget? budget = null) => new(PromotionMode.Promoted, budget, JobService.Recruiter);

    /// <summary>Creates a mode with stronger promotion (<c>PROMOTED_PLUS</c>), through LinkedIn Classic.</summary>
    /// <inheritdoc cref="Promoted"/>
    public static PublishMode PromotedPlus(PromotionBudget? budget = null) => new(PromotionMode.PromotedPlus, budget, null);

    /// <summary>Creates a copy that also puts the hiring frame on the profile picture of the account's owner (<c>hiring_photo_frame</c>).</summary>
    /// <returns>A new mode. This one is not changed.</returns>
    public PublishMode WithHiringFrame() => Copy(showsHiringFrame: true, _skipsEmailVerification);

    /// <summary>Creates a copy that also skips the check that the account may post for its current company (<c>bypass_email_verification</c>).</summary>
    /// <returns>A new mode. This one is not changed.</returns>
    public PublishMode WithoutEmailVerification() => Copy(_showsHiringFrame, skipsEmailVerification: true);

    /// <summary>Creates the request that publishes a draft in this mode.</summary>
    /// <param name="accountId">The id of the linked account that publishes the draft.</param>
    /// <returns>A <see cref="FreePublication"/> or a <see cref="PromotedPublication"/>.</returns>
    /// <exception cref="ArgumentException"><paramref name="accountId"/> is null or empty.</exception>
    public PublishJobRequest ToRequest(string accountId)
    {
        Argument.NotEmpty(accountId, nameof(accountId));

        // Sent only if it was requested: PostPress has its own defaults.
        var frame = _showsHiringFrame ? true : (bool?)null;
        var bypass = _skipsEmailVerification ? true : (bool?)null;
        return _promotion is { } promotion
            ? new PromotedPublication { AccountId = accountId, Mode = promotion, Budget = Budget, Service = _service, HiringPhotoFrame = frame, BypassEmailVerification = bypass }
            : new FreePublication { AccountId = accountId, Service = _service, HiringPhotoFrame = frame, BypassEmailVerification = bypass };
    }

    /// <summary>Describes the mode.</summary>
    /// <returns><see cref="Name"/>, and the budget if there is one, such as <c>PROMOTED, 35 USD a day</c>.</returns>
    public override string ToString() => Budget switch
    {
        DailyBudget { Daily: { } amount } => FormattableString.Invariant($"{Name}, {amount.Amount} {amount.Currency} a day"),
        MonthlyBudget { Monthly: { } amount } => FormattableString.Invariant($"{Name}, {amount.Amount} {amount.Currency} a month"),
        _ => Name,
    };

    private PublishMode Copy(bool showsHiringFrame, bool skipsEmailVerification) =>
        new(_promotion, Budget, _service) { _showsHiringFrame = showsHiringFrame, _skipsEmailVerification = skipsEmailVerification };
}
