using System.Globalization;
using System.Text.RegularExpressions;

namespace PostPress;

/// <summary>The text of a post and those whom it mentions. It is sent exactly as given.</summary>
public sealed class PostText
{
    /// <summary>What LinkedIn takes for a mention: the number of an entry of <c>mentions</c> in double braces.</summary>
    private static readonly Regex Placeholder = new(@"\{\{[0-9]+\}\}", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));

    private PostText(string text, IReadOnlyList<Mention> mentions)
    {
        Text = text;
        Mentions = mentions;
    }

    /// <summary>Gets the text as it is sent, with <c>{{0}}</c> in place of the first mention, <c>{{1}}</c> of the second, and so on.</summary>
    public string Text { get; }

    /// <summary>Gets those who are mentioned, in the order of their numbers; empty if nobody is.</summary>
    public IReadOnlyList<Mention> Mentions { get; }

    /// <summary>Takes a text as it is, without mentions. Null stands for the empty text, as a repost without commentary has it.</summary>
    /// <param name="text">The text.</param>
    public static implicit operator PostText(string? text) => FromString(text);

    /// <summary>Takes a text as it is, without mentions.</summary>
    /// <param name="text">The text; null stands for the empty text.</param>
    /// <returns>The text of a post.</returns>
    public static PostText FromString(string? text) => new(text ?? "", []);

    /// <summary>
    /// Makes the text of a LinkedIn post from an interpolated string, in which every <see cref="Mention"/> becomes the
    /// number of its entry. The same mention keeps its number when it is used again; everything else is formatted as usual.
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

        var numbering = new MentionNumbering();
        var result = text.ToString(numbering);
        var placeholders = Placeholder.Matches(result).Count;
        if (placeholders != numbering.Uses)
        {
            throw new ArgumentException("The text around the mentions contains a number in double braces, such as {{0}}. LinkedIn takes that for a mention and knows no other way to write it: put a space between the braces, or drop it.", nameof(text));
        }

        return new PostText(result, numbering.Mentions);
    }

    /// <summary>Says what this is, without the words: texts of posts stay out of logs.</summary>
    /// <returns>A text without content.</returns>
    public override string ToString() => "Text of a post";

    /// <summary>Writes mentions as numbers and leaves everything else to the format that it asks for.</summary>
    private sealed class MentionNumbering : IFormatProvider, ICustomFormatter
    {
        private readonly List<Mention> _mentions = [];

        internal IReadOnlyList<Mention> Mentions => _mentions;

        internal int Uses { get; private set; }

        public object? GetFormat(Type? formatType) =>
            formatType == typeof(ICustomFormatter) ? this : CultureInfo.CurrentCulture.GetFormat(formatType!);

        public string Format(string? format, object? arg, IFormatProvider? formatProvider)
        {
            if (arg is Mention mention)
            {
                Uses++;
                var index = _mentions.IndexOf(mention);
                if (index < 0)
                {
                    index = _mentions.Count;
                    _mentions.Add(mention);
                }

                return "{{" + index.ToString(CultureInfo.InvariantCulture) + "}}";
            }

            return arg is IFormattable formattable ? formattable.ToString(format, CultureInfo.CurrentCulture) : arg?.ToString() ?? "";
        }
    }
}
