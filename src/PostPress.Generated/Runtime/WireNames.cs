using System.Text;
using Newtonsoft.Json;

namespace PostPress;

/// <summary>A fixed list of names or words, such as those of a class's members. It finds the number of one by what stands in JSON.</summary>
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

    /// <summary>The name with a number, as it begins a member in JSON: <c>"name":</c>.</summary>
    public ReadOnlySpan<byte> Quoted(int number) => (_quoted ??= Array.ConvertAll(_names, static name => Encoding.UTF8.GetBytes(JsonConvert.ToString(name) + ":")))[number];

    /// <summary>Finds a name.</summary>
    /// <param name="name">The name.</param>
    /// <param name="expected">The number that it probably has; any other one will do.</param>
    /// <returns>Its number; -1 if it is not listed.</returns>
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

    // A hash table with open addressing: 0 is free, anything else the number of a name, plus 1.
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
        // At least half of it stays free, so that a search ends soon.
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

    /// <summary>Of the length and three bytes: names of one list rarely agree in all of them, and if they do they are compared.</summary>
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
