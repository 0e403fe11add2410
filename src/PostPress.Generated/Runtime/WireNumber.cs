using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Numerics;
using System.Reflection;
using System.Text.RegularExpressions;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace PostPress;

/// <summary>A number with its text, for numbers that C# would write in another form, such as <c>1E5</c>, <c>-0</c> or 30 digits.</summary>
[SuppressMessage("Design", "MA0097:A class that implements IComparable should override comparison operators", Justification = "It compares as any other JValue.")]
internal sealed class WireNumber : JValue
{
    /// <summary>Longer whole numbers are kept as text: the time to parse them grows with the square of their length.</summary>
    private const int MaxWholeLength = 380;

    /// <summary>The maximum number of characters that a decimal keeps exactly.</summary>
    private const int DecimalLength = 28;

    private const string NoReflection = "A number is written without its type being looked at.";

    private static readonly Regex Json = new(
        "^-?(0|[1-9][0-9]*)([.][0-9]+)?([eE][+-]?[0-9]+)?\\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        TimeSpan.FromSeconds(1));

    // JsonTextReader gives access to the text of a number nowhere else. In a version without these fields,
    // numbers keep their values, but some lose their form.
    private static readonly FieldInfo? Buffer = typeof(JsonTextReader).GetField("_chars", BindingFlags.Instance | BindingFlags.NonPublic);
    private static readonly FieldInfo? Position = typeof(JsonTextReader).GetField("_charPos", BindingFlags.Instance | BindingFlags.NonPublic);

    private readonly object _value;

    private WireNumber(object value, string text)
        : base(value)
    {
        _value = value;
        Text = text;
    }

    /// <summary>The original text of the number.</summary>
    public string Text { get; }

    /// <summary>Whether a text is a valid number in JSON.</summary>
    public static bool IsNumber(string text) => Json.IsMatch(text);

    /// <summary>Whether a number is zero, and not only too small for a decimal.</summary>
    public static bool IsZero(JToken number) => !Scalar.Text(number).Split('e', 'E')[0].Any(c => c is >= '1' and <= '9');

    /// <summary>Converts the text of a number in JSON. The number is written back as the same text.</summary>
    public static JValue FromText(string text)
    {
        if (text.IndexOfAny(['.', 'e', 'E']) < 0)
        {
            return text switch
            {
                "-0" => new WireNumber(0L, text),
                { Length: > MaxWholeLength } => new JRaw(text),
                _ when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) => new JValue(whole),
                _ => new JValue((object)BigInteger.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture)),
            };
        }

        // Numbers with an exponent can have more digits than a decimal. For all others, a decimal is the most exact type.
        if (text.IndexOfAny(['e', 'E']) < 0 && decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var exact))
        {
            return JsonConvert.ToString(exact) == text ? new JValue(exact) : new WireNumber(exact, text);
        }

        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var near) && !double.IsInfinity(near)
            ? new WireNumber(near, text)
            : new JRaw(text);
    }

    /// <summary>
    /// Returns the number that a reader has just read; <see langword="null"/> if the value of the reader is written back unchanged, or
    /// if the text of the number is not available.
    /// </summary>
    public static JValue? At(JsonReader reader)
    {
        if (reader is not JsonTextReader || Buffer?.GetValue(reader) is not char[] chars || Position?.GetValue(reader) is not int end)
        {
            return null;
        }

        var start = end;
        while (start > 0 && chars[start - 1] is (>= '0' and <= '9') or '.' or '-' or '+' or 'e' or 'E')
        {
            start--;
        }

        var text = chars.AsSpan(start, end - start);
        if (text.Length <= DecimalLength && text.IndexOfAny('e', 'E') < 0 && !(text.StartsWith("-0".AsSpan()) && text.TrimStart("-0.".AsSpan()).IsEmpty))
        {
            return null;
        }

        var number = text.ToString();
        return IsNumber(number) ? FromText(number) : null;
    }

    // Newtonsoft.Json 13.0.4 and later reports a warning because of the converters, as in JsonWireWriter.
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = NoReflection)]
    [UnconditionalSuppressMessage("Trimming", "IL2046", Justification = NoReflection)]
    [UnconditionalSuppressMessage("AOT", "IL3050", Justification = NoReflection)]
    [UnconditionalSuppressMessage("AOT", "IL3051", Justification = NoReflection)]
    public override void WriteTo(JsonWriter writer, params JsonConverter[] converters)
    {
        // Otherwise the value was changed.
        if (ReferenceEquals(Value, _value))
        {
            writer.WriteRawValue(Text);
        }
        else
        {
            base.WriteTo(writer, converters);
        }
    }
}
