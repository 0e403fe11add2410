using Newtonsoft.Json;
using PostPress.Content;
using PostPress.Operations;
using PostPress.Pipeline;

namespace PostPress.Benchmarks;

/// <summary>What our client does between the network and its caller.</summary>
internal static class Ours
{
    public static async Task<SearchPage> ReadPageAsync(HttpContent content)
    {
        using var body = await BufferedBody.ReadAsync(content, CancellationToken.None);
        return SearchOperation.ReadResponse(body.Bytes);
    }

    /// <summary>As on .NET Standard 2.0, which has no tokenizer of its own.</summary>
    public static async Task<SearchPage> ReadPageFromTextAsync(HttpContent content)
    {
        using var body = await BufferedBody.ReadAsync(content, CancellationToken.None);
        await using var bytes = new MemoryStream(body.Bytes.Array!, 0, body.Length, writable: false);
        using var json = new JsonTextReader(new StreamReader(bytes));
        return SearchOperation.ReadResponse(json);
    }

    public static HttpContent Write(SearchRequest search) => JsonContent.Of(search, SearchOperation.WriteRequest);

    public static HttpContent Write(CreateJobRequest job) => JsonContent.Of(job, CreateJobOperation.WriteRequest);

    /// <summary>A client as its constructor makes it, but for the network.</summary>
    public static PostPressClient Client(HttpMessageHandler network)
    {
        var pipeline = PrimaryHandler.WithAttempts(network, TimeProvider.System);
        return new PostPressClient(() => pipeline, new PostPressClientOptions { ApiKey = SmallCall.ApiKey, BaseAddress = new Uri(SmallCall.Base) });
    }
}
