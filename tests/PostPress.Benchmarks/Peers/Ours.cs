using PostPress.Http;
using PostPress.Operations;

namespace PostPress.Benchmarks;

/// <summary>What our client does between the network and its caller.</summary>
internal static class Ours
{
    public static async Task<SearchPage> ReadPageAsync(HttpContent content)
    {
        using var body = await ResponseBody.ReadAsync(content, ResponseBody.MaxBytes, CancellationToken.None);
        return SearchOperation.ReadResponse(body.Bytes);
    }

    public static HttpContent Write(SearchRequest search) => new JsonContent(JsonContent.Serialize(writer => SearchOperation.WriteRequest(writer, search)));

    public static HttpContent Write(CreateJobRequest job) => new JsonContent(JsonContent.Serialize(writer => CreateJobOperation.WriteRequest(writer, job)));
}
