using System.Net.Http.Headers;
using Newtonsoft.Json;

namespace PostPress.Benchmarks;

/// <summary>NSwag's default output: its client, and the two steps of it that are measured alone.</summary>
internal sealed class NSwagPeer(HttpClient http) : NSwagDefault.PostPressApi(http)
{
    /// <summary>For what needs no network.</summary>
    public static NSwagPeer Offline { get; } = new(new HttpClient());

    private static readonly Dictionary<string, IEnumerable<string>> NoHeaders = [];

    public async Task<NSwagDefault.SearchPage> ReadPageAsync(HttpContent content)
    {
        using var response = new HttpResponseMessage { Content = content };
        return (await ReadObjectResponseAsync<NSwagDefault.SearchPage>(response, NoHeaders, CancellationToken.None)).Object;
    }

    /// <summary>The lines that NSwag writes into each of its operations.</summary>
    public HttpContent Write(object body)
    {
        var json = JsonConvert.SerializeObject(body, JsonSerializerSettings);
        var content = new StringContent(json);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse("application/json");
        return content;
    }

    public string Text(object value) => JsonConvert.SerializeObject(value, JsonSerializerSettings);
}
