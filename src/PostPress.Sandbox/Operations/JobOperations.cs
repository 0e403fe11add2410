using System.Globalization;
using System.Text.Json.Nodes;
using PostPress.Sandbox.Http;

namespace PostPress.Sandbox.Operations;

/// <summary><c>createJob</c> and <c>solveJobCheckpoint</c>: a draft goes OTP → e-mail verification → published.</summary>
internal sealed class JobOperations(SandboxState state, PostPressSandboxOptions options)
{
    // The id in the documentation's example is that of the first draft.
    private const long FirstJobId = 3984512098;

    public SandboxResponse Create(OperationRequest request, string? idempotencyKey, SandboxAccount account, JsonObject body, byte[] bytes)
    {
        var recruiter = body["recruiter"] as JsonObject;
        if (account.Kind == SandboxAccountKind.Recruiter && recruiter is null)
        {
            throw request.Refuse("errors/unprocessable_entity", $"`recruiter` is required: {account.Id} posts through LinkedIn Recruiter.");
        }

        if (account.Kind == SandboxAccountKind.LinkedInClassic && recruiter is not null)
        {
            throw request.Refuse("errors/feature_not_subscribed", $"`recruiter` needs LinkedIn Recruiter, which {account.Id} does not have.");
        }

        return state.Once(request, idempotencyKey, request.Fingerprint(bytes), () =>
        {
            var number = state.Jobs.Count;
            var now = options.TimeProvider.GetUtcNow();
            var job = new SandboxJob
            {
                Id = (FirstJobId + number).ToString(CultureInfo.InvariantCulture),
                AccountId = account.Id,
                Request = SandboxState.Freeze(body),
                ProjectId = recruiter is null ? null : recruiter["project"]!["id"]?.GetValue<string>() ?? FormattableString.Invariant($"proj_{number + 1:D6}"),
                State = SandboxJobState.AwaitingOtp,
                WrongCodes = 0,
                CreatedAt = now,
                CheckpointExpiresAt = now + options.CheckpointLifetime,
                PublishedAt = null,
            };
            var ineligible = IneligibleReason(account);
            state.Add(job);
            return SandboxResponse.Json(200, Created(job, recruiter, ineligible, number));
        });
    }

    public SandboxResponse Solve(OperationRequest request, string? idempotencyKey, SandboxAccount account, string draftId, JsonObject body, byte[] bytes) =>
        state.Once(request, idempotencyKey, request.Fingerprint(bytes), () =>
        {
            var job = state.FindJob(draftId, account.Id) ?? throw request.Refuse("errors/resource_not_found", $"{account.Id} has no draft {draftId}.");
            var now = options.TimeProvider.GetUtcNow();
            if (job.State == SandboxJobState.Published)
            {
                throw request.Refuse("errors/action_already_performed");
            }

            if (job.State == SandboxJobState.Blocked)
            {
                throw request.Refuse("errors/checkpoint_error", "Too many wrong codes came: this draft can no longer be published.");
            }

            if (now >= job.CheckpointExpiresAt)
            {
                throw request.Refuse("errors/expired_link");
            }

            var awaitsOtp = job.State == SandboxJobState.AwaitingOtp;
            if (body["input"]!.GetValue<string>() != (awaitsOtp ? SandboxCodes.Otp : SandboxCodes.EmailToken))
            {
                var wrong = job.WrongCodes + 1;
                var blocked = wrong >= options.CheckpointAttempts;
                state.Replace(job, job with { WrongCodes = wrong, State = blocked ? SandboxJobState.Blocked : job.State });
                throw blocked
                    ? request.Refuse("errors/checkpoint_error", FormattableString.Invariant($"This was wrong code {wrong} of {options.CheckpointAttempts}: this draft can no longer be published."))
                    : request.Refuse("errors/invalid_checkpoint_solution");
            }

            if (awaitsOtp)
            {
                state.Replace(job, job with { State = SandboxJobState.AwaitingEmailVerification, WrongCodes = 0, CheckpointExpiresAt = now + options.CheckpointLifetime });
                return SandboxResponse.Json(200, new JsonObject
                {
                    ["object"] = "LinkedinJobPostingPublishCheckpoint",
                    ["type"] = "EMAIL_VERIFICATION",
                    ["job_id"] = job.Id,
                });
            }

            state.Replace(job, job with { State = SandboxJobState.Published, PublishedAt = now });
            return SandboxResponse.Json(200, new JsonObject
            {
                ["object"] = "LinkedinJobPostingPublished",
                ["job_state"] = "active",
                ["job_id"] = job.Id,
            });
        });

    /// <summary>An account may have one free job at a time; the second has to be promoted.</summary>
    private string? IneligibleReason(SandboxAccount account) =>
        state.Jobs.Any(j => j.AccountId == account.Id && j.State == SandboxJobState.Published) ? "FREE_JOB_LIMIT_REACHED" : null;

    private static JsonObject Created(SandboxJob job, JsonObject? recruiter, string? ineligible, int number)
    {
        var created = new JsonObject { ["object"] = "LinkedinJobPostingDraftCreated", ["job_id"] = job.Id };
        if (job.ProjectId is not null)
        {
            created["project_id"] = job.ProjectId;
        }

        var daily = 30 + (number % 5 * 2.5m);
        created["publish_options"] = new JsonObject
        {
            ["free"] = new JsonObject
            {
                ["eligible"] = ineligible is null,
                ["ineligible_reason"] = ineligible,
                ["estimated_monthly_applicants"] = ineligible is null ? 18 + (number % 7) : 0,
            },
            ["promoted"] = new JsonObject
            {
                ["estimated_monthly_applicants"] = 142 + (number % 11),
                ["currency"] = recruiter?["salary"]?["currency"]?.GetValue<string>() ?? "USD",
                ["daily_budget"] = Budget(10, 250, daily),
                ["monthly_budget"] = Budget(300, 7500, daily * 30),
            },
        };
        return created;

        static JsonObject Budget(decimal min, decimal max, decimal recommended) => new() { ["min"] = min, ["max"] = max, ["recommended"] = recommended };
    }
}
