using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.RegularExpressions;

namespace PostPress;

/// <summary>
/// The text of a post with its mentions. Assign a string or an interpolated string:
/// <c>Text = $"Hey {Mention.Person("ACoAAA…", "Ada")}!"</c>. The text is sent unchanged.
/// </summary>
[InterpolatedStringHandler]
public sealed class PostText
{
    /// <summary>A mention in the text for LinkedIn: the number of an entry of <c>mentions</c> in double braces.</summary>
    private static readonly Regex Placeholder = new(@"\{\{[0-9]+\}\}", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));

    private readonly StringBuilder _text;
    private readonly List<Mention> _mentions = [];
    private int _mentionUses;

    /// <summary>Initializes an empty text, for the compiler. Write an interpolated string; the compiler calls this constructor.</summary>
    /// <param name="literalLength">The number of characters between the values.</param>
    /// <param name="formattedCount">The number of values.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public PostText(int literalLength, int formattedCount) => _text = new StringBuilder(literalLength + (formattedCount * 8));

    private PostText(string text) => _text = new StringBuilder(text);

    /// <summary>Gets the text as it is sent, with <c>{{0}}</c> in place of the first mention, <c>{{1}}</c> of the second, and so on.</summary>
    public string Text => _text.ToString();

    /// <summary>Gets the mentions, in the order of their numbers; empty if there are none.</summary>
    public IReadOnlyList<Mention> Mentions => _mentions;

    /// <summary>Converts a string without mentions. Null stays null, which is not allowed as the text of a post.</summary>
    /// <param name="text">The text.</param>
    [return: NotNullIfNotNull(nameof(text))]
    public static implicit operator PostText?(string? text) => text is null ? null : FromString(text);

    /// <summary>Creates the text of a post from a string without mentions.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The text of a post.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="text"/> is null.</exception>
    public static PostText FromString(string text)
    {
        Argument.NotNull(text, nameof(text));

        return new PostText(text);
    }

    /// <summary>
    /// Creates the text of a LinkedIn post from an interpolated string, for C# before version 10. Newer compilers convert
    /// <c>$"…"</c> without this call. Each <see cref="Mention"/> becomes the number of its entry. A mention that is used twice has
    /// one number. Other values are formatted with the current culture.
    /// </summary>
    /// <param name="text">An interpolated string, such as <c>$"Hey {Mention.Person("ACoAAA…", "Ada")}!"</c>.</param>
    /// <returns>The text of a post.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="text"/> is null.</exception>
    /// <exception cref="ArgumentException">
    /// The text around the mentions contains a number in double braces, such as <c>{{0}}</c>. LinkedIn would read it as a
    /// mention, and has no escape for it. Other braces are allowed.
    /// </exception>
    public static PostText From(FormattableString text)
    {
        Argument.NotNull(text, nameof(text));

        var result = new PostText(text.Format.Length, text.ArgumentCount);
        result._text.Append(text.ToString(new MentionFormat(result)));
        result.CheckPlaceholders(nameof(text));
        return result;
    }

    /// <summary>Appends text, for the compiler.</summary>
    /// <param name="value">The text.</param>
    /// <exception cref="ArgumentException">The text contains a number in double braces; see <see cref="From"/>.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public void AppendLiteral(string value) => Append(value);

    /// <summary>Appends a value, for the compiler: a mention by its number, another value with the current culture.</summary>
    /// <typeparam name="T">The type of the value.</typeparam>
    /// <param name="value">The value.</param>
    /// <param name="alignment">The minimum width; negative to align to the left.</param>
    /// <param name="format">The format of the value; null for the default.</param>
    /// <exception cref="ArgumentException">The text contains a number in double braces; see <see cref="From"/>.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public void AppendFormatted<T>(T value, int alignment = 0, string? format = null)
    {
        var text = Format(format, value);
        Append(alignment < 0 ? text.PadRight(-alignment) : text.PadLeft(alignment));
    }

    /// <summary>Returns a description without the text, because texts of posts must not appear in logs.</summary>
    /// <returns>A text without content.</returns>
    public override string ToString() => "Text of a post";

    private void Append(string value)
    {
        _text.Append(value);

        // Only a closing brace can complete a placeholder.
        if (value.Contains('}'))
        {
            CheckPlaceholders(nameof(value));
        }
    }

    private void CheckPlaceholders(string parameterName)
    {
        if (Placeholder.Matches(Text).Count != _mentionUses)
        {
            throw new ArgumentException("The text around the mentions contains a number in double braces, such as {{0}}. LinkedIn reads it as a mention. Put a space between the braces, or remove them.", parameterName);
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

    /// <summary>Formats mentions as numbers, and other values as usual.</summary>
    private sealed class MentionFormat(PostText text) : IFormatProvider, ICustomFormatter
    {
        public object? GetFormat(Type? formatType) =>
            formatType == typeof(ICustomFormatter) ? this : CultureInfo.CurrentCulture.GetFormat(formatType!);

        public string Format(string? format, object? arg, IFormatProvider? formatProvider) => text.Format(format, arg);
    }
}
