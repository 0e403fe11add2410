using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using PostPress.Sandbox.Http;

namespace PostPress.Sandbox.Page;

/// <summary>Masks keys and one-time codes in texts for the page and the terminal.</summary>
internal sealed partial class Masking(IReadOnlyList<string> keys)
{
    public const string Mask = "***";

    /// <summary>Masks the keys of the sandbox, and everything that looks like a key.</summary>
    public string Text(string text)
    {
        foreach (var key in keys.Where(k => k.Length > 0))
        {
            text = text.Replace(key, Mask, StringComparison.Ordinal);
        }

        return Key().Replace(text, m => m.Groups["prefix"].Value + Mask);
    }

    /// <summary>Masks the value of a header, a query parameter or a part.</summary>
    public string Value(string name, string value) => IsSecret(name) && !IsMasked(value) ? Mask : Text(value);

    /// <summary>Masks the secret members of JSON and indents it; null if it is not JSON.</summary>
    public string? Json(ReadOnlySpan<byte> json, bool indented)
    {
        try
        {
            var node = JsonNode.Parse(json);
            return SandboxResponse.Write(Masked(null, node), indented);
        }
        catch (Exception error) when (error is JsonException or ArgumentException or InvalidOperationException)
        {
            // The sandbox has refused it too: broken JSON, a duplicate member, or text that is not Unicode.
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

    // The log masks keys itself, and keeps their prefix.
    private static bool IsMasked(string value) => value.EndsWith(Mask, StringComparison.Ordinal);

    // `input` is the code for a checkpoint. `keywords` and `Idempotency-Key` are not secret.
    private static bool IsSecret(string name) => SecretName().IsMatch(name) && !name.Equals("Idempotency-Key", StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex("(?<prefix>pp_(live|test)_)[A-Za-z0-9_.-]+", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Key();

    [GeneratedRegex("^(input|code|otp)$|(key|token|secret|password|authorization|cookie)$", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SecretName();
}
