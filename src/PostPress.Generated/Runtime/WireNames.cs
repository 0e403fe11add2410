using System.Text;
using Newtonsoft.Json;

namespace PostPress;

/// <summary>A fixed list of names, such as those of the members of a class, or of words. It finds the number of a name in JSON.</summary>
internal sealed class WireNames
{
    private readonly string[] _names;
    private Dictionary<string, int>? _numbers;
    private byte[][]? _quoted;

    public WireNames(params string[] names)
    {
        _names = names;
#if NET
        _utf8 = Array.ConvertAll(names, Encoding.UTF8.GetBytes);
        _slots = Slots(_utf8);
#endif
    }

    /// <summary>The name with a number.</summary>
    public string this[int number] => _names[number];

    /// <summary>The name with a number, as a member starts in JSON: <c>"name":</c>.</summary>
    public ReadOnlySpan<byte> Quoted(int number) => (_quoted ??= Array.ConvertAll(_names, static name => Encoding.UTF8.GetBytes(JsonConvert.ToString(name) + ":")))[number];

    /// <summary>Finds a name.</summary>
    /// <param name="name">The name.</param>
    /// <param name="expected">The number that the name probably has. Other numbers are found too, but slower.</param>
    /// <returns>The number; -1 if the name is not in the list.</returns>
    public int Find(string name, int expected = -1)
    {
        if ((uint)expected < (uint)_names.Length && name == _names[expected])
        {
            return expected;
        }

        _numbers ??= _names.Select((name, number) => (name, number)).ToDictionary(pair => pair.name, pair => pair.number, StringComparer.Ordinal);
        return _numbers.TryGetValue(name, out var number) ? number : -1;
    }

#if NET
    private readonly byte[][] _utf8;

    // A hash table with open addressing. 0 is a free slot, other values are the number of a name plus 1.
    private readonly short[] _slots;

    /// <summary>The name with a number, in UTF-8.</summary>
    public ReadOnlySpan<byte> Utf8(int number) => _utf8[number];

    /// <inheritdoc cref="Find(string, int)"/>
    public int Find(ReadOnlySpan<byte> name, int expected = -1)
    {
        var utf8 = _utf8;
        return (uint)expected < (uint)utf8.Length && name.SequenceEqual(utf8[expected]) ? expected : Search(name);
    }

    private int Search(ReadOnlySpan<byte> name)
    {
        var last = _slots.Length - 1;
        for (var at = Hash(name) & last; _slots[at] != 0; at = (at + 1) & last)
        {
            var number = _slots[at] - 1;
            if (name.SequenceEqual(_utf8[number]))
            {
                return number;
            }
        }

        return -1;
    }

    private static short[] Slots(byte[][] names)
    {
        // At least half of the slots are free, so that searches are short.
        var slots = new short[(int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)(2 * names.Length) + 1)];
        for (var number = 0; number < names.Length; number++)
        {
            var at = Hash(names[number]) & (slots.Length - 1);
            while (slots[at] != 0)
            {
                at = (at + 1) & (slots.Length - 1);
            }

            slots[at] = (short)(number + 1);
        }

        return slots;
    }

    /// <summary>The hash of the length and three bytes. The names of a list rarely have all of them in common; names with the same hash are compared.</summary>
    private static int Hash(ReadOnlySpan<byte> name)
    {
        if (name.IsEmpty)
        {
            return 0;
        }

        var hash = (uint)name.Length;
        hash = (hash * 31) + name[0];
        hash = (hash * 31) + name[name.Length / 2];
        hash = (hash * 31) + name[^1];
        return (int)(hash ^ (hash >> 7));
    }
#endif
}
