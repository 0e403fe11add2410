using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using PostPress.Sandbox.Http;

namespace PostPress.Sandbox.Page;

/// <summary>Takes keys and one-time codes out of whatever is shown, on the page and in the terminal.</summary>
internal sealed partial class Masking(IReadOnlyList<string> keys)
{
    public const string Mask = "***";

    /// <summary>The text without the keys that the sandbox knows, and without whatever looks like a key.</summary>
    public string Text(string text)
    {
        foreach (var key in keys.Where(k => k.Length > 0))
        {
            text = text.Replace(key, Mask, StringComparison.Ordinal);
        }

        return Key().Replace(text, m => m.Groups["prefix"].Value + Mask);
    }

    /// <summary>The value of a header, a parameter in the query, or a part.</summary>
    public string Value(string name, string value) => IsSecret(name) && !IsMasked(value) ? Mask : Text(value);

    /// <summary>The JSON with secret members masked, indented; null for what is not JSON.</summary>
    public string? Json(ReadOnlySpan<byte> json, bool indented)
    {
        try
        {
            var node = JsonNode.Parse(json);
            return SandboxResponse.Write(Masked(null, node), indented);
        }
        catch (Exception error) when (error is JsonException or ArgumentException or InvalidOperationException)
        {
            // Broken, a member twice, or text that is not Unicode: the sandbox has refused it, too.
            return null;
        }
    }

    private JsonNode? Masked(string? name, JsonNode? node) => node switch
    {
        JsonObject map => new JsonObject(map.Select(m => KeyValuePair.Create(Text(m.Key), Masked(m.Key, m.Value)))),
        JsonArray list => new JsonArray([.. list.Select(item => Masked(name, item))]),
        JsonValue when name is not null && IsSecret(name) => JsonValue.Create(Mask),
        JsonValue value when value.TryGetValue(out string? text) => JsonValue.Create(Text(text)),
        _ => node?.DeepClone(),
    };

    // The log masks keys itself, and leaves of them which kind they are.
    private static bool IsMasked(string value) => value.EndsWith(Mask, StringComparison.Ordinal);

    // `input` is the code of a checkpoint. `keywords` and `Idempotency-Key` are no secrets.
    private static bool IsSecret(string name) => SecretName().IsMatch(name) && !name.Equals("Idempotency-Key", StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex("(?<prefix>pp_(live|test)_)[A-Za-z0-9_.-]+", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Key();

    [GeneratedRegex("^(input|code|otp)$|(key|token|secret|password|authorization|cookie)$", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SecretName();
}
