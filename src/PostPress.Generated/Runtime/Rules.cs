using System.Collections.Concurrent;
using System.Globalization;
using System.Text.RegularExpressions;

namespace PostPress;

/// <summary>A rule of the contract for a <typeparamref name="T"/> in a request.</summary>
internal abstract class Rule<T>
{
    public abstract void Check(ref RequestCheck check, T value);
}

/// <summary>The texts that several rules use.</summary>
internal static class Rule
{
    public const string Required = "is required";
    public const string NotNull = "must not be null";
    public const string NotEmpty = "must not be empty";

    /// <summary><c>1 to 3</c>, <c>at least 1</c>, <c>at most 3</c>.</summary>
    public static string Range(object? minimum, object? maximum) => string.Format(
        CultureInfo.InvariantCulture,
        (minimum, maximum) switch
        {
            (not null, not null) => "{0} to {1}",
            (not null, null) => "at least {0}",
            _ => "at most {1}",
        },
        minimum,
        maximum);
}

internal sealed class TextRule : Rule<string>
{
    /// <summary>A rule that accepts every valid Unicode text.</summary>
    public static readonly TextRule Any = new();

    // Many members have the same pattern.
    private static readonly ConcurrentDictionary<string, Regex> Patterns = new(StringComparer.Ordinal);

    private readonly int _minLength;
    private readonly int _maxLength;
    private readonly Regex? _pattern;
    private readonly string? _patternMessage;

    /// <param name="minLength">The minimum number of characters.</param>
    /// <param name="maxLength">The maximum number of characters.</param>
    /// <param name="pattern">The pattern of the contract, converted to .NET.</param>
    /// <param name="patternMessage">The pattern in words.</param>
    public TextRule(int minLength = 0, int maxLength = int.MaxValue, string? pattern = null, string? patternMessage = null)
    {
        _minLength = minLength;
        _maxLength = maxLength;
        _patternMessage = patternMessage;
        _pattern = pattern is null ? null : Patterns.GetOrAdd(pattern, static text => new Regex(text, RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)));
    }

    public override void Check(ref RequestCheck check, string value)
    {
        if (value.Length < _minLength || value.Length > _maxLength || (_minLength > 1 && Length(value) < _minLength))
        {
            CheckLength(ref check, Length(value));
        }

        if (_pattern is not null && !Matches(value))
        {
            check.Add(string.Empty, _patternMessage!);
        }

        if (HasHalfCharacter(value))
        {
            // UTF-8 can't represent it. A replacement character would be written instead.
            check.Add(string.Empty, "has half of a character that takes two chars, such as an emoji; cut texts between characters, not between chars");
        }
    }

    private static bool HasHalfCharacter(string value)
    {
#if NET
        if (System.Text.Ascii.IsValid(value))
        {
            return false;
        }
#endif
        for (var i = 0; i < value.Length; i++)
        {
            if (char.IsSurrogate(value[i]))
            {
                if (i + 1 == value.Length || !char.IsSurrogatePair(value[i], value[i + 1]))
                {
                    return true;
                }

                i++;
            }
        }

        return false;
    }

    private void CheckLength(ref RequestCheck check, int length)
    {
        if (length < _minLength || length > _maxLength)
        {
            check.Add(string.Empty, (_minLength, _maxLength) switch
            {
                (1, int.MaxValue) => Rule.NotEmpty,
                (_, int.MaxValue) => $"must have {Rule.Range(_minLength, null)} characters",
                (0, _) => $"must have {Rule.Range(null, _maxLength)} characters",
                _ => $"must have {Rule.Range(_minLength, _maxLength)} characters",
            });
        }
    }

    private bool Matches(string value)
    {
        try
        {
            return _pattern!.IsMatch(value);
        }
        catch (RegexMatchTimeoutException)
        {
            // The pattern took too long. The API decides.
            return true;
        }
    }

    /// <summary>Counts characters as JSON Schema does: a surrogate pair is one character.</summary>
    private static int Length(string value)
    {
        var length = value.Length;
        for (var i = 1; i < value.Length; i++)
        {
            if (char.IsSurrogatePair(value[i - 1], value[i]))
            {
                length--;
            }
        }

        return length;
    }
}

/// <summary>A rule for an enumeration with fixed values.</summary>
internal sealed class EnumRule<T>(Func<T, bool> isKnown, string words) : Rule<T>
    where T : struct
{
    public override void Check(ref RequestCheck check, T value)
    {
        if (!isKnown(value))
        {
            check.Add(string.Empty, "must be " + words);
        }
    }
}

internal sealed class NumberRule<T>(T? minimum = null, T? maximum = null, T[]? allowed = null, string? where = null) : Rule<T>
    where T : struct, IComparable<T>, IEquatable<T>
{
    public override void Check(ref RequestCheck check, T value)
    {
        if ((minimum is not null && value.CompareTo(minimum.GetValueOrDefault()) < 0)
            || (maximum is not null && value.CompareTo(maximum.GetValueOrDefault()) > 0))
        {
            check.Add(string.Empty, string.Format(CultureInfo.InvariantCulture, "must be {0}{1}, is {2}", Rule.Range(minimum, maximum), where, value));
        }

        if (allowed is not null && Array.IndexOf(allowed, value) < 0)
        {
            check.Add(string.Empty, string.Format(CultureInfo.InvariantCulture, "must be one of {0}, is {1}", Allowed, value));
        }
    }

    /// <summary>Checks a number that is outside of the range of <typeparamref name="T"/>.</summary>
    public void CheckBeyond(ref RequestCheck check, bool isNegative)
    {
        if (isNegative ? minimum is not null : maximum is not null)
        {
            check.Add(string.Empty, $"must be {Rule.Range(minimum, maximum)}{where}");
        }

        if (allowed is not null)
        {
            check.Add(string.Empty, "must be one of " + Allowed);
        }
    }

    private string Allowed => string.Join(", ", allowed!.Select(number => Convert.ToString(number, CultureInfo.InvariantCulture)));
}

internal sealed class ListRule<T>(Rule<T>? item = null, int minItems = 0, int maxItems = int.MaxValue) : Rule<IList<T>>
{
    // Computed once: comparing a number with null would box it if the compiler does not optimize.
    private static readonly bool CanBeNull = default(T) is null;

    /// <summary>The rule for each item; null if there is none.</summary>
    public Rule<T>? Item => item;

    private readonly CountRule? _count = minItems > 0 || maxItems < int.MaxValue ? new CountRule(minItems, maxItems) : null;

    public override void Check(ref RequestCheck check, IList<T> value)
    {
        var count = value.Count;
        CheckCount(ref check, count);

        // By index, because an enumerator of an IList would be allocated.
        for (var i = 0; i < count; i++)
        {
            var mark = check.Count;
            var element = value[i];
            if (CanBeNull && element is null)
            {
                check.Add(string.Empty, Rule.NotNull);
            }
            else
            {
                item?.Check(ref check, element);
            }

            check.Under(mark, i);
        }
    }

    public void CheckCount(ref RequestCheck check, int count) => _count?.Check(ref check, count);
}

/// <summary>A rule for an object with ids: the rules of its type, and the pattern of the ids, which only the containing object knows.</summary>
internal sealed class IdsRule<T>(string pattern, string patternMessage) : Rule<T>
    where T : WireObject
{
    private readonly TextRule _id = new(pattern: pattern, patternMessage: patternMessage);

    public override void Check(ref RequestCheck check, T value)
    {
        value.Check(ref check);
        value.CheckIds(ref check, _id);
    }
}

/// <summary>A rule for the number of items of a list or of members of an object.</summary>
internal sealed class CountRule(int minItems = 0, int maxItems = int.MaxValue, string noun = "item") : Rule<int>
{
    public override void Check(ref RequestCheck check, int value)
    {
        if (value < minItems || value > maxItems)
        {
            var range = Rule.Range(minItems > 0 ? minItems : null, maxItems < int.MaxValue ? maxItems : null);
            var plural = (maxItems < int.MaxValue ? maxItems : minItems) == 1 ? string.Empty : "s";
            check.Add(string.Empty, string.Format(CultureInfo.InvariantCulture, "needs {0} {1}{2}, has {3}", range, noun, plural, value));
        }
    }
}

/// <summary>A rule for an object of the API: the rules of its type.</summary>
internal sealed class ObjectRule<T> : Rule<T>
    where T : WireObject
{
    public static readonly ObjectRule<T> Instance = new();

    public override void Check(ref RequestCheck check, T value) => value.Check(ref check);
}
