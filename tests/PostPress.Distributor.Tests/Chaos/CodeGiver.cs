using System.Net.Http.Json;
using PostPress.Sandbox;

namespace PostPress.Distributor.Tests.Chaos;

/// <summary>The people who get codes from LinkedIn: they look at their jobs, are wrong at times, late at times, and give each code once.</summary>
internal sealed class CodeGiver(Workers workers, Feed feed)
{
    /// <summary>How long the sandbox's links can be used in the run.</summary>
    public static readonly TimeSpan LinkLifetime = TimeSpan.FromSeconds(8);

    private int _wrong;

    /// <summary>Gives the codes of a job until it is published, has failed, or the token ends it.</summary>
    /// <returns>Whether it was published.</returns>
    public async Task<bool> PublishAsync(string jobId, CancellationToken cancellationToken)
    {
        var mistakes = 0;
        var dice = new Random(jobId.GetHashCode(StringComparison.Ordinal));
        var isPublished = false;
        await Poll.UntilAsync(LookAsync, within: Timeout.InfiniteTimeSpan, every: TimeSpan.FromMilliseconds(500));
        return isPublished;

        async Task<bool> LookAsync()
        {
            var job = await feed.ReadAsync<JobState>($"/jobs/{jobId}");
            switch (job)
            {
                case { Stage: "Published" }:
                    isPublished = true;
                    return true;

                case { Stage: "Failed" or "Expired" }:
                    Console.WriteLine($"{jobId} is {job.Stage}: {job.Reason}");
                    return true;

                case { Stage: "CodeWanted", CodeNumber: { } number }:
                    await GiveAsync(jobId, number, await ChooseAsync(job));
                    break;
            }

            return cancellationToken.IsCancellationRequested;
        }

        async Task<string> ChooseAsync(JobState job)
        {
            if (mistakes < 2 && dice.Next(4) == 0)
            {
                mistakes++;
                if (dice.Next(2) == 0)
                {
                    return $"wrong-{Interlocked.Increment(ref _wrong)}";
                }

                // Too late: the link will have expired.
                await Task.Delay(LinkLifetime, CancellationToken.None);
            }

            return job.Checkpoint == "OTP" ? SandboxCodes.Otp : SandboxCodes.EmailToken;
        }
    }

    private async Task GiveAsync(string jobId, int number, string code)
    {
        try
        {
            using var response = await workers.Http.PostAsJsonAsync(workers.Any($"/jobs/{jobId}/code"), new { number, code });
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            // The worker was killed. GET tells what became of the code.
        }
    }

    private sealed record JobState(string Stage, int? CodeNumber, string? Checkpoint, string? DraftId, string? Reason);
}
