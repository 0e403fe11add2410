using Refit;

namespace PostPress.Benchmarks;

/// <summary>What Refit's source generator makes a client of, over the same classes as System.Text.Json by hand.</summary>
internal interface IRefitPostPress
{
    [Post("/linkedin/jobs/{draftId}/checkpoint")]
    Task<NSwagStj.CheckpointOutcome> SolveAsync(string draftId, [Body] NSwagStj.SolveCheckpointRequest body);

    [Post("/linkedin/search")]
    Task<NSwagStj.SearchPage> SearchAsync([AliasAs("account_id")] string accountId, [Body] NSwagStj.ClassicPeopleSearch search);
}

internal static class RefitPeer
{
    /// <summary>Makes a client over an HttpClient whose base address has no slash at its end.</summary>
    public static IRefitPostPress Create(HttpClient http) =>
        RestService.For<IRefitPostPress>(http, new RefitSettings(new SystemTextJsonContentSerializer(StjContext.Default.Options)));
}
