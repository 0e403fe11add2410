using PostPress.Pipeline;

namespace PostPress.Errors;

/// <summary>The key, the code and the texts of a call. Servers often repeat them in error messages.</summary>
internal sealed class Secrets
{
    /// <summary>Masking shorter texts would remove ordinary words.</summary>
    private const int ShortestSecret = 4;

    private readonly List<string> _values;

    internal Secrets(CallContext call) =>
        _values = [.. (call.Content?.Secrets ?? []).Append(call.ApiKey).OfType<string>().Where(value => value.Length >= ShortestSecret).OrderByDescending(value => value.Length)];

    internal string? Redact(string? text)
    {
        if (text is null)
        {
            return null;
        }

        // The longest first: one can be a part of another.
        foreach (var value in _values)
        {
            text = text.Replace(value, "***");
        }

        return text;
    }
}
