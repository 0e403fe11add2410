using System.Globalization;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace PostPress.Benchmarks;

/// <summary>Whether two JSON texts say the same, whoever wrote them.</summary>
internal static class Sameness
{
    /// <summary>
    /// Order of members and spelling of instants aside: NSwag's default output makes of a text that looks like an instant
    /// another text, <c>04/30/2026 10:00:00</c>.
    /// </summary>
    public static void Demand(string who, string expected, string actual) => Demand(who, expected, actual, exactWords: true);

    /// <summary>
    /// As well aside: the case of words. NSwag's System.Text.Json output writes enums by their names in C#.
    /// </summary>
    public static void DemandNearly(string who, string expected, string actual) => Demand(who, expected, actual, exactWords: false);

    private static void Demand(string who, string expected, string actual, bool exactWords)
    {
        var want = Leaves(expected, exactWords);
        var have = Leaves(actual, exactWords);
        if (want.Except(have).Concat(have.Except(want)).FirstOrDefault() is { } different)
        {
            throw new WrongResultException($"{who}: not the same at {different}");
        }

        if (want.Count < 5)
        {
            throw new WrongResultException($"{who}: nothing to compare");
        }
    }

    /// <summary>Every scalar and every empty value, with its path.</summary>
    private static HashSet<string> Leaves(string text, bool exactWords)
    {
        using var reader = new JsonTextReader(new StringReader(text)) { DateParseHandling = DateParseHandling.None, FloatParseHandling = FloatParseHandling.Decimal };
        return JToken.Load(reader) is JContainer root
            ? [.. root.DescendantsAndSelf().Where(token => !token.HasValues).Select(token => $"{token.Path} = {Plain(token, exactWords)}")]
            : [];
    }

    private static string Plain(JToken token, bool exactWords) => token switch
    {
        JValue { Value: string text } when text.Length >= 19 && char.IsAsciiDigit(text[0]) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant) => instant.UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
        JValue { Value: string text } => exactWords ? $"\"{text}\"" : text.ToUpperInvariant(),
        JValue { Value: decimal number } => number.ToString("0.############", CultureInfo.InvariantCulture),
        _ => token.ToString(Formatting.None),
    };
}

/// <summary>A contender did its work wrong, so what it took says nothing.</summary>
internal sealed class WrongResultException(string message) : Exception(message);
