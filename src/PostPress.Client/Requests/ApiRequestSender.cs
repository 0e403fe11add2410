using System.Diagnostics.CodeAnalysis;
using System.Text;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using PostPress.Content;
using PostPress.Pipeline;

namespace PostPress.Requests;

/// <summary>Sends requests for operations that are not in the contract.</summary>
internal static class ApiRequestSender
{
    private const string Json = "application/json";

    internal static Task<ApiResponse> SendAsync(Transport transport, ApiRequest request, CallOptions? options, CancellationToken cancellationToken) =>
        SendAsync(transport, request, static json => new ApiResponse(json.Count == 0 ? null : Scalar.Any.ReadDocument(json)), takesEmptyBody: true, options, cancellationToken);

    internal static async Task<T> SendAsync<T>(Transport transport, ApiRequest request, CallOptions? options, CancellationToken cancellationToken)
        where T : WireObject
    {
        var response = await SendAsync(transport, request, TypedResponse<T>.Read, takesEmptyBody: false, options, cancellationToken).ConfigureAwait(false);
        return response.Value;
    }

    private static Task<TResponse> SendAsync<TResponse>(Transport transport, ApiRequest request, Func<ArraySegment<byte>, TResponse> read, bool takesEmptyBody, CallOptions? options, CancellationToken cancellationToken)
        where TResponse : class, IResponse
    {
        // All operations read errors in the same way.
        var operation = new OperationDescriptor<TResponse>(request.OperationName, request.Method, request.Path, request.Body is null ? null : Json, Json, request.Writes, read, CreateJobOperation.Descriptor.ReadError, takesEmptyBody);
        return transport.SendAsync(operation, new RequestPath().Text(request.ToUri()), ToContent(request), options, cancellationToken);
    }

    private static JsonContent? ToContent(ApiRequest request) => request.Body is not { } body
        ? null
        : JsonContent.Of(body, Scalar.Any.Write, [.. Texts(body)]);

    /// <summary>All texts of a body: it isn't known which of them are codes or posts.</summary>
    private static IEnumerable<string?> Texts(JToken body) => (body is JContainer container ? container.Descendants() : [body]).OfType<JValue>().Select(value => value.Value as string);

    private sealed class TypedResponse<T>(T value) : IResponse
        where T : WireObject
    {
        internal T Value { get; } = value;

        public PostPressResponse? Response
        {
            get => (Value as ResponseObject)?.Response;
            set
            {
                if (Value is ResponseObject response)
                {
                    response.Response = value;
                }
            }
        }

        // The library doesn't know the endpoint. It can only require a JSON object.
        public bool IsDocumented => true;

        [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "Wire types have a converter without reflection.")]
        [UnconditionalSuppressMessage("AOT", "IL3050", Justification = "Wire types have a converter without reflection.")]
        internal static TypedResponse<T> Read(ArraySegment<byte> json)
        {
            using var reader = new JsonTextReader(new StreamReader(new MemoryStream(json.Array!, json.Offset, json.Count, writable: false), Encoding.UTF8));
            return new TypedResponse<T>(JsonSerializer.CreateDefault().Deserialize<T>(reader) ?? throw new JsonSerializationException($"The JSON is null, not a {typeof(T).Name}."));
        }
    }
}
