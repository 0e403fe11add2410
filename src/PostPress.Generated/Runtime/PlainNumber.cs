#if NET
namespace PostPress;

/// <summary>Reads common numbers of JSON digit by digit: those that a C# number writes back unchanged. All others are refused.</summary>
internal static class PlainNumber
{
    /// <summary>The maximum number of characters of which a <see cref="long"/> can hold all digits.</summary>
    private const int MaxLength = 18;

    /// <summary>Reads a whole number.</summary>
    /// <param name="text">The text of a number in JSON.</param>
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

        // -0 would be written as 0.
        return value != 0 || !isNegative;
    }

    /// <summary>Reads a number with or without a fraction.</summary>
    /// <param name="text">The text of a number in JSON.</param>
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

        // A fraction that consists of zeros would be written without it, and -0 as 0.
        return scale < 0 ? digits != 0 || !isNegative : fraction != 0;
    }
}
#endif
