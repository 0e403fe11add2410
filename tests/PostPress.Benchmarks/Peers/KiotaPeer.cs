using Microsoft.Kiota.Abstractions;
using Microsoft.Kiota.Abstractions.Authentication;
using Microsoft.Kiota.Abstractions.Serialization;
using Microsoft.Kiota.Http.HttpClientLibrary;
using Microsoft.Kiota.Serialization.Json;

namespace PostPress.Benchmarks;

/// <summary>
/// Kiota's HTTP library with its default handlers, retry among them. The two models of the small call are written by hand,
/// the way Kiota's generator writes them.
/// </summary>
internal sealed class KiotaPeer(HttpMessageHandler http) : IDisposable
{
    private readonly HttpClientRequestAdapter _adapter = new(
        new ApiKeyAuthenticationProvider(SmallCall.ApiKey, "X-API-KEY", ApiKeyAuthenticationProvider.KeyLocation.Header),
        httpClient: KiotaClientFactory.Create(http))
    {
        BaseUrl = SmallCall.Base,
    };

    static KiotaPeer()
    {
        ApiClientBuilder.RegisterDefaultSerializer<JsonSerializationWriterFactory>();
        ApiClientBuilder.RegisterDefaultDeserializer<JsonParseNodeFactory>();
    }

    public async Task<string?> SolveAsync()
    {
        var request = new RequestInformation(Method.POST, "{+baseurl}/linkedin/jobs/{draft_id}/checkpoint", new Dictionary<string, object>
        {
            ["draft_id"] = SmallCall.DraftId,
        });
        request.Headers.TryAdd("Accept", "application/json");
        request.SetContentFromParsable(_adapter, "application/json", new Request { AccountId = SmallCall.AccountId, Input = SmallCall.Code });
        return (await _adapter.SendAsync(request, static _ => new Outcome()))?.JobId;
    }

    public void Dispose() => _adapter.Dispose();

    private sealed class Request : IParsable
    {
        public string? AccountId { get; set; }

        public string? Input { get; set; }

        public IDictionary<string, Action<IParseNode>> GetFieldDeserializers() => new Dictionary<string, Action<IParseNode>>
        {
            ["account_id"] = node => AccountId = node.GetStringValue(),
            ["input"] = node => Input = node.GetStringValue(),
        };

        public void Serialize(ISerializationWriter writer)
        {
            writer.WriteStringValue("account_id", AccountId);
            writer.WriteStringValue("input", Input);
        }
    }

    private sealed class Outcome : IParsable
    {
        public string? Object { get; set; }

        public string? JobState { get; set; }

        public string? JobId { get; set; }

        public IDictionary<string, Action<IParseNode>> GetFieldDeserializers() => new Dictionary<string, Action<IParseNode>>
        {
            ["object"] = node => Object = node.GetStringValue(),
            ["job_state"] = node => JobState = node.GetStringValue(),
            ["job_id"] = node => JobId = node.GetStringValue(),
        };

        public void Serialize(ISerializationWriter writer)
        {
            writer.WriteStringValue("object", Object);
            writer.WriteStringValue("job_state", JobState);
            writer.WriteStringValue("job_id", JobId);
        }
    }
}
