using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Newtonsoft.Json;

namespace PostPress;

/// <summary>A point in time, with its text as the API sent it.</summary>
/// <remarks>
/// Two timestamps are equal if their texts are equal. To compare the points in time, compare <see cref="Value"/>. The default
/// value has an empty text.
/// </remarks>
[JsonConverter(typeof(Format))]
#if NET
[System.Text.Json.Serialization.JsonConverter(typeof(PostPressJsonConverter<Timestamp>))]
#endif
public readonly struct Timestamp : IEquatable<Timestamp>
{
    internal static readonly WireFormat<Timestamp> JsonFormat = new Format();

    private readonly string? _text;

    /// <summary>Initializes a timestamp with a text in JSON.</summary>
    /// <param name="text">The text, usually in ISO 8601. All texts are accepted and kept.</param>
    /// <exception cref="ArgumentNullException"><paramref name="text"/> is <see langword="null"/>.</exception>
    public Timestamp(string text) => _text = text ?? throw new ArgumentNullException(nameof(text));

    /// <summary>Initializes a timestamp with the text of a point in time, in ISO 8601 and UTC, such as <c>2026-01-31T12:00:00Z</c>.</summary>
    /// <param name="value">The point in time.</param>
    public Timestamp(DateTimeOffset value)
        => _text = value.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFFK", CultureInfo.InvariantCulture);

    /// <summary>The text in JSON; never <see langword="null"/>.</summary>
    public string Text => _text ?? string.Empty;

    /// <summary>The point in time; <see langword="null"/> if the text is not a date. A text without an offset is read as UTC.</summary>
    public DateTimeOffset? Value
        => DateTimeOffset.TryParse(_text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var value)
            ? value
            : null;

    /// <summary>Converts a point in time to a text in ISO 8601 and UTC.</summary>
    /// <param name="value">The point in time.</param>
    public static implicit operator Timestamp(DateTimeOffset value) => new(value);

    /// <summary>Converts a timestamp to its point in time.</summary>
    /// <param name="timestamp">The timestamp.</param>
    /// <exception cref="FormatException">The text is not a date.</exception>
    public static explicit operator DateTimeOffset(Timestamp timestamp)
        => timestamp.Value ?? throw new FormatException("The text of this timestamp is not a date.");

    /// <summary>Returns whether the texts are equal.</summary>
    /// <param name="left">One timestamp.</param>
    /// <param name="right">The other.</param>
    public static bool operator ==(Timestamp left, Timestamp right) => left.Equals(right);

    /// <summary>Returns whether the texts differ.</summary>
    /// <param name="left">One timestamp.</param>
    /// <param name="right">The other.</param>
    public static bool operator !=(Timestamp left, Timestamp right) => !left.Equals(right);

    /// <inheritdoc/>
    public bool Equals(Timestamp other) => string.Equals(Text, other.Text, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Timestamp other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Text);

    /// <summary>Returns the text in JSON.</summary>
    /// <returns><see cref="Text"/>.</returns>
    public override string ToString() => Text;

    internal sealed class Format : TextFormat<Timestamp>
    {
        // Like the generated converters.
        [DynamicDependency("#ctor")]
        public Format()
        {
        }

        protected override Timestamp FromText(string text) => new(text);

        protected override string ToText(Timestamp value) => value.Text;
    }
}
