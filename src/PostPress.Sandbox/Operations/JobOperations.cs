using System.Globalization;
using System.Text.Json.Nodes;
using PostPress.Sandbox.Http;

namespace PostPress.Sandbox.Operations;

/// <summary><c>createJob</c>, <c>publishJob</c> and <c>solveJobCheckpoint</c>: a draft is published after an OTP and an e-mail verification.</summary>
internal sealed class JobOperations(SandboxState state, PostPressSandboxOptions options)
{
    // The first draft has the id of the example in the documentation.
    private const long FirstJobId = 3984512098;

    private const decimal DaysOfAMonth = 30;

    public SandboxResponse Create(OperationRequest request, string? idempotencyKey, SandboxAccount account, JsonObject body, byte[] bytes)
    {
        var recruiter = body["recruiter"] as JsonObject;
        if (account.Kind == SandboxAccountKind.Recruiter && recruiter is null)
        {
            throw request.Refuse("errors/unprocessable_entity", $"`recruiter` is required: {account.Id} posts through LinkedIn Recruiter.");
        }

        if (account.Kind == SandboxAccountKind.LinkedInClassic && recruiter is not null)
        {
            throw request.Refuse("errors/feature_not_subscribed", $"`recruiter` requires LinkedIn Recruiter, which {account.Id} does not have.");
        }

        return state.Once(request, idempotencyKey, request.Fingerprint(bytes), () =>
        {
            var number = state.Jobs.Count;
            var now = options.TimeProvider.GetUtcNow();
            var job = new SandboxJob
            {
                Number = number,
                Id = (FirstJobId + number).ToString(CultureInfo.InvariantCulture),
                AccountId = account.Id,
                Request = SandboxState.Freeze(body),
                ProjectId = recruiter is null ? null : recruiter["project"]!["id"]?.GetValue<string>() ?? FormattableString.Invariant($"proj_{number + 1:D6}"),
                State = SandboxJobState.Draft,
                WrongCodes = 0,
                CreatedAt = now,
                Publication = null,
                Publications = 0,
                CheckpointExpiresAt = null,
                PublishedAt = null,
            };
            var ineligible = IneligibleReason(account);
            state.Add(job);
            return SandboxResponse.Json(200, Created(job, ineligible));
        });
    }

    public SandboxResponse Publish(OperationRequest request, string? idempotencyKey, SandboxAccount account, string draftId, JsonObject body, byte[] bytes)
    {
        var service = body["service"]?.GetValue<string>() ?? "CLASSIC";
        if (service == "RECRUITER" && account.Kind == SandboxAccountKind.LinkedInClassic)
        {
            throw request.Refuse("errors/feature_not_subscribed", $"`service` RECRUITER requires LinkedIn Recruiter, which {account.Id} does not have.");
        }

        return state.Once(request, idempotencyKey, request.Fingerprint(bytes), () =>
        {
            var job = Find(request, account, draftId);
            var publication = PublicationOf(request, account, job, service, body);
            var now = options.TimeProvider.GetUtcNow();
            if (account.SkipsCheckpoints)
            {
                return Published(job with { Publication = publication, Publications = job.Publications + 1 }, job, now);
            }

            state.Replace(job, AtFirstCheckpoint(job, publication, now));
            return Checkpoint(job, "OTP");
        });
    }

    public SandboxResponse Solve(OperationRequest request, string? idempotencyKey, SandboxAccount account, string draftId, JsonObject body, byte[] bytes) =>
        state.Once(request, idempotencyKey, request.Fingerprint(bytes), () =>
        {
            var job = Find(request, account, draftId);
            var now = options.TimeProvider.GetUtcNow();
            if (job.State == SandboxJobState.Draft)
            {
                throw request.Refuse("errors/unprocessable_entity", $"Draft {job.Id} has no checkpoint. Publish it first, with POST /linkedin/jobs/{job.Id}/publish.");
            }

            if (job.State == SandboxJobState.Blocked)
            {
                throw request.Refuse("errors/checkpoint_error", "There were too many wrong codes for this checkpoint. Publish the draft again.");
            }

            if (now >= job.CheckpointExpiresAt)
            {
                throw request.Refuse("errors/expired_link");
            }

            var awaitsOtp = job.State == SandboxJobState.AwaitingOtp;
            if (body["input"]!.GetValue<string>() != (awaitsOtp ? SandboxCodes.Otp : SandboxCodes.EmailToken))
            {
                var wrong = job.WrongCodes + 1;
                var blocked = wrong >= options.MaxWrongCodes;
                state.Replace(job, job with { WrongCodes = wrong, State = blocked ? SandboxJobState.Blocked : job.State });
                throw blocked
                    ? request.Refuse("errors/checkpoint_error", FormattableString.Invariant($"This was wrong code {wrong} of {options.MaxWrongCodes}. Publish the draft again."))
                    : request.Refuse("errors/invalid_checkpoint_solution");
            }

            if (awaitsOtp && !job.Publication!.BypassEmailVerification)
            {
                state.Replace(job, job with { State = SandboxJobState.AwaitingEmailVerification, WrongCodes = 0, CheckpointExpiresAt = now + options.CheckpointLifetime });
                return Checkpoint(job, "EMAIL_VERIFICATION");
            }

            return Published(job, job, now);
        });

    /// <summary>The draft of the account with this id. Throws if it is published.</summary>
    private SandboxJob Find(OperationRequest request, SandboxAccount account, string draftId)
    {
        var job = state.FindJob(draftId, account.Id) ?? throw request.Refuse("errors/resource_not_found", $"{account.Id} has no draft {draftId}.");
        return job.State == SandboxJobState.Published ? throw request.Refuse("errors/action_already_performed") : job;
    }

    private SandboxPublication PublicationOf(OperationRequest request, SandboxAccount account, SandboxJob job, string service, JsonObject body)
    {
        var mode = body["mode"]!.GetValue<string>();
        if (mode == SandboxPublication.FreeMode && IneligibleReason(account) is { } reason)
        {
            throw CannotPublish(request, $"The draft is not eligible for free posting: {reason}.");
        }

        return new SandboxPublication
        {
            Mode = mode,
            Service = service,
            Budget = mode == SandboxPublication.FreeMode ? null : BudgetOf(request, job, body["budget"] as JsonObject),
            HiringPhotoFrame = body["hiring_photo_frame"]?.GetValue<bool>() == true,
            BypassEmailVerification = body["bypass_email_verification"]?.GetValue<bool>() == true,
        };
    }

    private static SandboxBudget BudgetOf(OperationRequest request, SandboxJob job, JsonObject? budget)
    {
        var offered = OfferOf(job);
        if (budget is null)
        {
            return new SandboxBudget(offered.Currency, offered.Recommended, SandboxBudgetPeriod.Day);
        }

        var isDaily = budget.ContainsKey("daily");
        var (name, scale) = isDaily ? ("daily", 1) : ("monthly", DaysOfAMonth);
        var currency = budget[name]!["currency"]!.GetValue<string>();
        if (currency != offered.Currency)
        {
            throw CannotPublish(request, $"`budget.{name}.currency` must be {offered.Currency}, as in the draft's `publish_options`, not {currency}.");
        }

        var given = budget[name]!["amount"]!.ToJsonString();
        var (min, max) = (offered.Min * scale, offered.Max * scale);
        return decimal.TryParse(given, NumberStyles.Float, CultureInfo.InvariantCulture, out var amount) && amount >= min && amount <= max
            ? new SandboxBudget(currency, amount, isDaily ? SandboxBudgetPeriod.Day : SandboxBudgetPeriod.Month)
            : throw CannotPublish(request, FormattableString.Invariant($"`budget.{name}.amount` must be from {min} to {max}, as in the draft's `publish_options`, not {given}."));
    }

    /// <summary>The refusal by LinkedIn, which has the status of a gateway.</summary>
    private static Refusal CannotPublish(OperationRequest request, string detail) => request.Refuse("errors/invalid_parameters", detail);

    private SandboxJob AtFirstCheckpoint(SandboxJob job, SandboxPublication publication, DateTimeOffset now) =>
        job with { State = SandboxJobState.AwaitingOtp, WrongCodes = 0, Publication = publication, Publications = job.Publications + 1, CheckpointExpiresAt = now + options.CheckpointLifetime };

    /// <summary>An account can have one free job at a time. Further jobs must be promoted.</summary>
    private string? IneligibleReason(SandboxAccount account) =>
        state.Jobs.Any(j => j.AccountId == account.Id && j is { State: SandboxJobState.Published, Publication.Mode: SandboxPublication.FreeMode }) ? "FREE_JOB_LIMIT_REACHED" : null;

    private static SandboxResponse Checkpoint(SandboxJob job, string type) => SandboxResponse.Json(200, new JsonObject
    {
        ["object"] = "LinkedinJobPostingPublishCheckpoint",
        ["type"] = type,
        ["job_id"] = job.Id,
    });

    private SandboxResponse Published(SandboxJob job, SandboxJob old, DateTimeOffset now)
    {
        state.Replace(old, job with { State = SandboxJobState.Published, PublishedAt = now });
        return SandboxResponse.Json(200, new JsonObject
        {
            ["object"] = "LinkedinJobPostingPublished",
            ["job_state"] = "active",
            ["job_id"] = job.Id,
        });
    }

    /// <summary>The daily budget limits of this draft. The monthly limits are those of 30 days.</summary>
    private static (string Currency, decimal Min, decimal Max, decimal Recommended) OfferOf(SandboxJob job)
    {
        var currency = job.Request.TryGetProperty("recruiter", out var recruiter) && recruiter.TryGetProperty("salary", out var salary)
            ? salary.GetProperty("currency").GetString()
            : null;
        return (currency ?? "USD", 10, 250, 30 + (job.Number % 5 * 2.5m));
    }

    private static JsonObject Created(SandboxJob job, string? ineligible)
    {
        var created = new JsonObject { ["object"] = "LinkedinJobPostingDraftCreated", ["job_id"] = job.Id };
        if (job.ProjectId is not null)
        {
            created["project_id"] = job.ProjectId;
        }

        var offer = OfferOf(job);
        created["publish_options"] = new JsonObject
        {
            ["free"] = new JsonObject
            {
                ["eligible"] = ineligible is null,
                ["ineligible_reason"] = ineligible,
                ["estimated_monthly_applicants"] = ineligible is null ? 18 + (job.Number % 7) : 0,
            },
            ["promoted"] = new JsonObject
            {
                ["estimated_monthly_applicants"] = 142 + (job.Number % 11),
                ["currency"] = offer.Currency,
                ["daily_budget"] = Budget(1),
                ["monthly_budget"] = Budget(DaysOfAMonth),
            },
        };
        return created;

        JsonObject Budget(decimal days) => new() { ["min"] = offer.Min * days, ["max"] = offer.Max * days, ["recommended"] = offer.Recommended * days };
    }
}
