using PostPress.Sandbox;
using RichardSzalay.MockHttp;

namespace PostPress.Tests;

/// <summary>Clients for tests: over a scripted handler, or over a sandbox.</summary>
internal static class Clients
{
    public const string ApiKey = "pp_test_canary";

    public const string Base = "https://api.postpress.ai/api/v1";

    public static PostPressClient Over(MockHttpMessageHandler http) => new(http.ToHttpClient(), new PostPressClientOptions { ApiKey = ApiKey });

    public static PostPressClient Over(HttpMessageHandler http) => new(new HttpClient(http), new PostPressClientOptions { ApiKey = ApiKey });

    public static PostPressClient Over(PostPressSandbox sandbox) => new(new PostPressClientOptions { ApiKey = sandbox.ApiKey, BaseAddress = sandbox.BaseAddress });

    public static MockedRequest RespondJson(this MockedRequest request, string json) => request.Respond("application/json", json);

    /// <summary>Answers one request after the other from a script, and keeps what was sent.</summary>
    public sealed class Script(params Func<HttpRequestMessage, HttpResponseMessage>[] answers) : HttpMessageHandler
    {
        public List<string> Bodies { get; } = [];

        public List<HttpRequestMessage> Requests { get; } = [];

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Requests.Add(request);
            Bodies.Add(request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken));
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
}
