#if NET
namespace PostPress;

/// <summary>The usual numbers of JSON, digit by digit: those that a C# number writes just as they came. All others are refused.</summary>
internal static class PlainNumber
{
    /// <summary>Of so many characters, a <see cref="long"/> holds all digits.</summary>
    private const int MaxLength = 18;

    /// <summary>Reads a whole number.</summary>
    /// <param name="text">A number of JSON.</param>
    /// <param name="value">The number.</param>
    public static bool TryParse(ReadOnlySpan<byte> text, out long value)
    {
        value = 0;
        var isNegative = text[0] == (byte)'-';
        if (text.Length > MaxLength)
        {
            return false;
        }

        foreach (var digit in isNegative ? text[1..] : text)
        {
            if (digit is < (byte)'0' or > (byte)'9')
            {
                return false;
            }

            value = (value * 10) + (digit - '0');
        }

        if (isNegative)
        {
            value = -value;
        }

        // Not -0.
        return value != 0 || !isNegative;
    }

    /// <summary>Reads a number, whole or with a fraction.</summary>
    /// <param name="text">A number of JSON.</param>
    /// <param name="value">The number.</param>
    public static bool TryParse(ReadOnlySpan<byte> text, out decimal value)
    {
        value = 0;
        var isNegative = text[0] == (byte)'-';
        if (text.Length > MaxLength)
        {
            return false;
        }

        var digits = 0L;
        var scale = -1;
        var fraction = 0;
        foreach (var character in isNegative ? text[1..] : text)
        {
            if (character is >= (byte)'0' and <= (byte)'9')
            {
                digits = (digits * 10) + (character - '0');
                if (scale >= 0)
                {
                    scale++;
                    fraction |= character - '0';
                }
            }
            else if (character == (byte)'.')
            {
                scale = 0;
            }
            else
            {
                return false;
            }
        }

        value = new decimal((int)digits, (int)(digits >> 32), 0, isNegative, (byte)Math.Max(scale, 0));

        // A fraction of nothing but zeros would be written without it, and -0 as 0.
        return scale < 0 ? digits != 0 || !isNegative : fraction != 0;
    }
}
#endif
