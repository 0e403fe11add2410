using PostPress.Sandbox;
using RichardSzalay.MockHttp;

namespace PostPress.Tests;

/// <summary>Clients for tests: over a scripted handler, or over a sandbox.</summary>
internal static class Clients
{
    public const string ApiKey = "pp_test_canary";

    public const string Base = "https://api.postpress.ai/api/v1";

    /// <summary>A client over a handler in memory, which sends everything once unless the test says otherwise.</summary>
    public static PostPressClient Over(HttpMessageHandler http, Action<PostPressClientOptions>? configure = null)
    {
        var options = new PostPressClientOptions { ApiKey = ApiKey, MaxRetries = 0 };
        configure?.Invoke(options);
        return new PostPressClient(new HttpClient(http, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan }, options);
    }

    public static PostPressClient Over(PostPressSandbox sandbox) => new(new PostPressClientOptions { ApiKey = sandbox.ApiKey, BaseAddress = sandbox.BaseAddress, MaxRetries = 0 });

    public static MockedRequest RespondJson(this MockedRequest request, string json) => request.Respond("application/json", json);

    /// <summary>Answers one request after the other from a script, and keeps what was sent.</summary>
    public sealed class Script(params Func<HttpRequestMessage, HttpResponseMessage>[] answers) : HttpMessageHandler
    {
        public List<string> Bodies { get; } = [];

        public List<long?> ContentLengths { get; } = [];

        public List<HttpRequestMessage> Requests { get; } = [];

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Requests.Add(request);

            // As the network does: ReadAsString would keep the body and hide that it is written again.
            using var body = new MemoryStream();
            await (request.Content?.CopyToAsync(body, cancellationToken) ?? Task.CompletedTask);
            ContentLengths.Add(request.Content?.Headers.ContentLength);
            Bodies.Add(System.Text.Encoding.UTF8.GetString(body.ToArray()));
            if (Requests.Count > answers.Length)
            {
                throw new InvalidOperationException($"Request {Requests.Count} was not expected.");
            }

            return answers[Requests.Count - 1](request);
        }
    }

    public static Func<HttpRequestMessage, HttpResponseMessage> Json(string json, int status = 200) => _ => new HttpResponseMessage((System.Net.HttpStatusCode)status)
    {
        Content = new StringContent(json, System.Text.Encoding.UTF8, "application/json"),
    };

    /// <summary>A response whose connection breaks before the end of its body.</summary>
    public static Func<HttpRequestMessage, HttpResponseMessage> Truncated(System.Net.HttpStatusCode status, byte[]? beginning = null) =>
        _ => new HttpResponseMessage(status) { Content = new StreamContent(new BrokenStream(beginning ?? [])) };

    private sealed class BrokenStream(byte[] beginning) : MemoryStream(beginning)
    {
        public override async Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => await ReadAsync(buffer.AsMemory(offset, count), cancellationToken);

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            Read(buffer.Span) is > 0 and var read ? new(read) : throw new IOException("reset");
    }
}
