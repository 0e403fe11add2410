using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Newtonsoft.Json;

namespace PostPress;

/// <summary>A point in time, exactly as the API wrote it.</summary>
/// <remarks>
/// Two timestamps are equal if their texts are; compare <see cref="Value"/> to ask for the same
/// instant. The default value has an empty text.
/// </remarks>
[JsonConverter(typeof(Format))]
#if NET
[System.Text.Json.Serialization.JsonConverter(typeof(PostPressJsonConverter<Timestamp>))]
#endif
public readonly struct Timestamp : IEquatable<Timestamp>
{
    internal static readonly WireFormat<Timestamp> JsonFormat = new Format();

    private readonly string? _text;

    /// <summary>Takes the text as it stands on the wire.</summary>
    /// <param name="text">Usually ISO 8601; anything is accepted and kept.</param>
    /// <exception cref="ArgumentNullException"><paramref name="text"/> is <see langword="null"/>.</exception>
    public Timestamp(string text) => _text = text ?? throw new ArgumentNullException(nameof(text));

    /// <summary>Writes an instant as ISO 8601 in UTC, such as <c>2026-01-31T12:00:00Z</c>.</summary>
    /// <param name="value">The instant.</param>
    public Timestamp(DateTimeOffset value)
        => _text = value.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFFK", CultureInfo.InvariantCulture);

    /// <summary>The text on the wire; never <see langword="null"/>.</summary>
    public string Text => _text ?? string.Empty;

    /// <summary>The instant, in UTC if the text names no offset; <see langword="null"/> if the text is not a date.</summary>
    public DateTimeOffset? Value
        => DateTimeOffset.TryParse(_text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var value)
            ? value
            : null;

    /// <summary>Writes an instant as ISO 8601 in UTC.</summary>
    /// <param name="value">The instant.</param>
    public static implicit operator Timestamp(DateTimeOffset value) => new(value);

    /// <summary>The instant.</summary>
    /// <param name="timestamp">The timestamp.</param>
    /// <exception cref="FormatException">The text is not a date.</exception>
    public static explicit operator DateTimeOffset(Timestamp timestamp)
        => timestamp.Value ?? throw new FormatException("The text of this timestamp is not a date.");

    /// <summary>Whether the texts are the same.</summary>
    /// <param name="left">One timestamp.</param>
    /// <param name="right">The other.</param>
    public static bool operator ==(Timestamp left, Timestamp right) => left.Equals(right);

    /// <summary>Whether the texts differ.</summary>
    /// <param name="left">One timestamp.</param>
    /// <param name="right">The other.</param>
    public static bool operator !=(Timestamp left, Timestamp right) => !left.Equals(right);

    /// <inheritdoc/>
    public bool Equals(Timestamp other) => string.Equals(Text, other.Text, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Timestamp other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Text);

    /// <summary>The text on the wire.</summary>
    /// <returns><see cref="Text"/>.</returns>
    public override string ToString() => Text;

    internal sealed class Format : TextFormat<Timestamp>
    {
        // As the generated converters.
        [DynamicDependency("#ctor")]
        public Format()
        {
        }

        protected override Timestamp FromText(string text) => new(text);

        protected override string ToText(Timestamp value) => value.Text;
    }
}
