using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace PostPress.Benchmarks;

/// <summary>
/// System.Text.Json with source generation over NSwag's System.Text.Json classes, with what a client needs: a
/// discriminator anywhere, extension data, reading from a stream.
/// </summary>
/// <remarks>
/// Metadata only: NSwag's classes have extension data, which the generated writers can't write; with them in the default
/// mode a Recruiter search took six times as long.
/// </remarks>
[JsonSourceGenerationOptions(
    AllowOutOfOrderMetadataProperties = true,
    UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(NSwagStj.SearchPage))]
[JsonSerializable(typeof(NSwagStj.CheckpointOutcome))]
[JsonSerializable(typeof(NSwagStj.RecruiterPeopleSearch))]
[JsonSerializable(typeof(NSwagStj.CreateJobRequest))]
[JsonSerializable(typeof(NSwagStj.ClassicPeopleSearch))]
[JsonSerializable(typeof(NSwagStj.SolveCheckpointRequest))]
[JsonSerializable(typeof(NSwagStj.PostCreated))]
[JsonSerializable(typeof(JsonElement))]
internal sealed partial class StjContext : JsonSerializerContext;

internal static class StjPeer
{
    /// <summary>Its best case: the discriminator must come first.</summary>
    private static readonly StjContext Strict = new(new JsonSerializerOptions(StjContext.Default.Options) { AllowOutOfOrderMetadataProperties = false, TypeInfoResolver = null });

    public static Task<NSwagStj.SearchPage?> ReadPageAsync(HttpContent content) => ReadAsync(content, StjContext.Default.SearchPage);

    public static Task<NSwagStj.SearchPage?> ReadPageStrictlyAsync(HttpContent content) => ReadAsync(content, Strict.SearchPage);

    public static HttpContent Write(NSwagStj.RecruiterPeopleSearch search) => Write(search, StjContext.Default.RecruiterPeopleSearch);

    public static HttpContent Write(NSwagStj.CreateJobRequest job) => Write(job, StjContext.Default.CreateJobRequest);

    public static string Text(NSwagStj.SearchPage page) => JsonSerializer.Serialize(page, StjContext.Default.SearchPage);

    /// <summary>A whole call as one writes it by hand.</summary>
    public static async Task<TResponse?> PostAsync<TRequest, TResponse>(HttpClient http, string uri, TRequest body, JsonTypeInfo<TRequest> request, JsonTypeInfo<TResponse> response)
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, uri) { Content = Write(body, request) };
        using var answer = await http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead);
        answer.EnsureSuccessStatusCode();
        return await answer.Content.ReadFromJsonAsync(response);
    }

    private static async Task<T?> ReadAsync<T>(HttpContent content, JsonTypeInfo<T> type)
    {
        await using var stream = await content.ReadAsStreamAsync();
        return await JsonSerializer.DeserializeAsync(stream, type);
    }

    private static ByteArrayContent Write<T>(T value, JsonTypeInfo<T> type)
    {
        var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(value, type));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return content;
    }
}
