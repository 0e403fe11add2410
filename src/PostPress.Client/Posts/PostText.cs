using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.RegularExpressions;

namespace PostPress;

/// <summary>
/// The text of a post and those whom it mentions. A plain string and an interpolated string both become one:
/// <c>Text = $"Hey {Mention.Person("ACoAAA…", "Ada")}!"</c>. It is sent exactly as given.
/// </summary>
[InterpolatedStringHandler]
public sealed class PostText
{
    /// <summary>What LinkedIn takes for a mention: the number of an entry of <c>mentions</c> in double braces.</summary>
    private static readonly Regex Placeholder = new(@"\{\{[0-9]+\}\}", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));

    private readonly StringBuilder _text;
    private readonly List<Mention> _mentions = [];
    private int _mentionUses;

    /// <summary>Makes an empty text for the compiler to append to. Write an interpolated string and let the compiler call it.</summary>
    /// <param name="literalLength">The number of characters between the values.</param>
    /// <param name="formattedCount">The number of values.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public PostText(int literalLength, int formattedCount) => _text = new StringBuilder(literalLength + (formattedCount * 8));

    private PostText(string text) => _text = new StringBuilder(text);

    /// <summary>Gets the text as it is sent, with <c>{{0}}</c> in place of the first mention, <c>{{1}}</c> of the second, and so on.</summary>
    public string Text => _text.ToString();

    /// <summary>Gets those who are mentioned, in the order of their numbers; empty if nobody is.</summary>
    public IReadOnlyList<Mention> Mentions => _mentions;

    /// <summary>Takes a text as it is, without mentions. Null stays null, which no post may have for its text.</summary>
    /// <param name="text">The text.</param>
    [return: NotNullIfNotNull(nameof(text))]
    public static implicit operator PostText?(string? text) => text is null ? null : FromString(text);

    /// <summary>Takes a text as it is, without mentions.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The text of a post.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="text"/> is null.</exception>
    public static PostText FromString(string text)
    {
        Argument.NotNull(text, nameof(text));

        return new PostText(text);
    }

    /// <summary>
    /// Makes the text of a LinkedIn post from an interpolated string, for C# before version 10: newer compilers make it from
    /// <c>$"…"</c> without this call. Every <see cref="Mention"/> becomes the number of its entry. The same mention keeps its
    /// number when it is used again; everything else is formatted with the current culture.
    /// </summary>
    /// <param name="text">An interpolated string, such as <c>$"Hey {Mention.Person("ACoAAA…", "Ada")}!"</c>.</param>
    /// <returns>The text of a post.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="text"/> is null.</exception>
    /// <exception cref="ArgumentException">
    /// The words around the mentions contain a number in double braces, such as <c>{{0}}</c>. LinkedIn would take it for a
    /// mention, and has no way to write it otherwise. Other braces are fine.
    /// </exception>
    public static PostText From(FormattableString text)
    {
        Argument.NotNull(text, nameof(text));

        var result = new PostText(text.Format.Length, text.ArgumentCount);
        result._text.Append(text.ToString(new MentionFormat(result)));
        result.CheckPlaceholders(nameof(text));
        return result;
    }

    /// <summary>Appends words, for the compiler.</summary>
    /// <param name="value">The words.</param>
    /// <exception cref="ArgumentException">The words contain a number in double braces, see <see cref="From"/>.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public void AppendLiteral(string value) => Append(value);

    /// <summary>Appends a value, for the compiler: a mention by its number, everything else with the current culture.</summary>
    /// <typeparam name="T">The type of the value.</typeparam>
    /// <param name="value">The value.</param>
    /// <param name="alignment">The least width; negative to align to the left.</param>
    /// <param name="format">The format of the value; null for the default.</param>
    /// <exception cref="ArgumentException">The words contain a number in double braces, see <see cref="From"/>.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public void AppendFormatted<T>(T value, int alignment = 0, string? format = null)
    {
        var text = Format(format, value);
        Append(alignment < 0 ? text.PadRight(-alignment) : text.PadLeft(alignment));
    }

    /// <summary>Says what this is, without the words: texts of posts stay out of logs.</summary>
    /// <returns>A text without content.</returns>
    public override string ToString() => "Text of a post";

    private void Append(string value)
    {
        _text.Append(value);

        // Only a closing brace completes a placeholder.
        if (value.Contains('}'))
        {
            CheckPlaceholders(nameof(value));
        }
    }

    private void CheckPlaceholders(string parameterName)
    {
        if (Placeholder.Matches(Text).Count != _mentionUses)
        {
            throw new ArgumentException("The text around the mentions contains a number in double braces, such as {{0}}. LinkedIn takes that for a mention and knows no other way to write it: put a space between the braces, or drop it.", parameterName);
        }
    }

    private string Format(string? format, object? value) => value switch
    {
        Mention mention => Number(mention),
        IFormattable formattable => formattable.ToString(format, CultureInfo.CurrentCulture),
        _ => value?.ToString() ?? "",
    };

    private string Number(Mention mention)
    {
        _mentionUses++;
        var index = _mentions.IndexOf(mention);
        if (index < 0)
        {
            index = _mentions.Count;
            _mentions.Add(mention);
        }

        return "{{" + index.ToString(CultureInfo.InvariantCulture) + "}}";
    }

    /// <summary>Writes mentions as numbers and leaves everything else to the format that it asks for.</summary>
    private sealed class MentionFormat(PostText text) : IFormatProvider, ICustomFormatter
    {
        public object? GetFormat(Type? formatType) =>
            formatType == typeof(ICustomFormatter) ? this : CultureInfo.CurrentCulture.GetFormat(formatType!);

        public string Format(string? format, object? arg, IFormatProvider? formatProvider) => text.Format(format, arg);
    }
}
