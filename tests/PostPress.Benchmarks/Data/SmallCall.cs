using System.Net;
using System.Net.Http.Headers;

namespace PostPress.Benchmarks;

/// <summary>A small call: the code of a checkpoint goes out, the published job comes back.</summary>
internal static class SmallCall
{
    public const string ApiKey = "pp_test_benchmark";
    public const string Base = "https://postpress.example/api/v1";
    public const string AccountId = "acc_linkedin_01HXYZ4QK3WJ8FN3M6QH7TZ8GR";
    public const string DraftId = "3984512098";
    public const string Code = "123456";
    public const string Path = "linkedin/jobs/" + DraftId + "/checkpoint";

    public static readonly byte[] Request = """{"account_id":"acc_linkedin_01HXYZ4QK3WJ8FN3M6QH7TZ8GR","input":"123456"}"""u8.ToArray();
    public static readonly byte[] Reply = """{"object":"LinkedinJobPostingPublished","job_state":"active","job_id":"3984512098"}"""u8.ToArray();

    /// <summary>Reads the request as the network would, and answers at once.</summary>
    public sealed class Handler : HttpMessageHandler
    {
        private static readonly MediaTypeHeaderValue Json = new("application/json");

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (request.Content is { } content)
            {
                await content.CopyToAsync(Stream.Null, cancellationToken);
            }

            return new HttpResponseMessage(HttpStatusCode.OK)
            {
                RequestMessage = request,
                Content = new ByteArrayContent(Reply) { Headers = { ContentType = Json } },
            };
        }
    }
}
