using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Numerics;
using System.Text;
using Newtonsoft.Json.Linq;

namespace PostPress;

/// <summary>Writes JSON as UTF-8 into pooled memory. It escapes only the characters that JSON requires to be escaped.</summary>
internal sealed class Utf8WireWriter : WireWriter
{
    private const int FirstSize = 4 * 1024;

    /// <summary>The maximum length of a number, such as <see cref="decimal.MinValue"/> with a point.</summary>
    private const int MaxNumberLength = 32;

    /// <summary>The maximum number of bytes for one UTF-16 character.</summary>
    private const int MaxCharacterLength = 3;

    /// <summary>The maximum length of an escaped character, such as <c>\u001f</c>.</summary>
    private const int MaxEscapeLength = 6;

    /// <summary>A writer that is not in use. After a complete value it can be reused.</summary>
    [ThreadStatic]
    private static Utf8WireWriter? _spare;

    private byte[] _bytes = [];
    private int _length;

    // Whether the next value needs a comma before it.
    private bool _follows;

    private Utf8WireWriter()
    {
    }

    /// <summary>Writes a value. The caller must return the array to <see cref="ArrayPool{T}.Shared"/>.</summary>
    public static ArraySegment<byte> Write<T>(T value, Action<WireWriter, T> write)
    {
        var writer = _spare ?? new Utf8WireWriter();

        // If writing fails, the writer is in the middle of a value and must not be reused.
        _spare = null;
        write(writer, value);
        var json = new ArraySegment<byte>(writer._bytes, 0, writer._length);
        writer._bytes = [];
        writer._length = 0;
        writer._follows = false;
        _spare = writer;
        return json;
    }

    public override void WriteStartObject() => Begin('{');

    public override void WriteEndObject() => End('}');

    public override void WriteStartArray() => Begin('[');

    public override void WriteEndArray() => End(']');

    public override void WriteName(WireNames names, int number)
    {
        WriteRaw(names.Quoted(number));
        _follows = false;
    }

    public override void WriteName(string name)
    {
        WriteValue(name);
        MakeRoom(1);
        _bytes[_length++] = (byte)':';
        _follows = false;
    }

    public override void WriteNull() => WriteRaw("null"u8);

    public override void WriteValue(bool value) => WriteRaw(value ? "true"u8 : "false"u8);

    public override void WriteValue(long value)
    {
        BeginValue(MaxNumberLength);
        Utf8Formatter.TryFormat(value, _bytes.AsSpan(_length), out var count);
        _length += count;
    }

    public override void WriteValue(decimal value)
    {
        BeginValue(MaxNumberLength);
        Utf8Formatter.TryFormat(value, _bytes.AsSpan(_length), out var count);
        _length += count;
    }

    public override void WriteValue(BigInteger value) => WriteRaw(Encoding.UTF8.GetBytes(value.ToString(CultureInfo.InvariantCulture)));

    public override void WriteValue(string value)
    {
        BeginValue((value.Length * MaxCharacterLength) + 2);
        _bytes[_length++] = (byte)'"';
        var start = 0;
        for (var at = FindEscaped(value, start); at >= 0; at = FindEscaped(value, start))
        {
            WriteText(value, start, at - start);
            start = at + 1;
            MakeRoom(MaxEscapeLength + ((value.Length - start) * MaxCharacterLength) + 1);
            WriteEscape(value[at]);
        }

        WriteText(value, start, value.Length - start);
        _bytes[_length++] = (byte)'"';
    }

    // Callers rarely add members to a request. Their values can have any type that Newtonsoft.Json supports.
    public override void WriteAny(JToken value) => WriteRaw(Encoding.UTF8.GetBytes(Scalar.Text(value)));

    private void Begin(char bracket)
    {
        BeginValue(1);
        _bytes[_length++] = (byte)bracket;
        _follows = false;
    }

    private void End(char bracket)
    {
        MakeRoom(1);
        _bytes[_length++] = (byte)bracket;
        _follows = true;
    }

    private void WriteRaw(ReadOnlySpan<byte> json)
    {
        BeginValue(json.Length);
        json.CopyTo(_bytes.AsSpan(_length));
        _length += json.Length;
    }

    private void WriteText(string value, int start, int count) => _length += Encoding.UTF8.GetBytes(value, start, count, _bytes, _length);

    private void WriteEscape(char character)
    {
        var letter = character switch
        {
            '"' or '\\' => character,
            '\n' => 'n',
            '\r' => 'r',
            '\t' => 't',
            _ => 'u',
        };
        _bytes[_length++] = (byte)'\\';
        _bytes[_length++] = (byte)letter;
        if (letter == 'u')
        {
            Utf8Formatter.TryFormat((int)character, _bytes.AsSpan(_length), out var count, new StandardFormat('x', 4));
            _length += count;
        }
    }

#if NET
    private static readonly SearchValues<char> Escaped = SearchValues.Create([.. Enumerable.Range(0, ' ').Select(character => (char)character), '"', '\\']);

    /// <summary>The index of the next character that must be escaped; -1 if there is none.</summary>
    private static int FindEscaped(string text, int start)
    {
        var at = text.AsSpan(start).IndexOfAny(Escaped);
        return at < 0 ? -1 : start + at;
    }
#else
    private static int FindEscaped(string text, int start)
    {
        for (var at = start; at < text.Length; at++)
        {
            if (text[at] is < ' ' or '"' or '\\')
            {
                return at;
            }
        }

        return -1;
    }
#endif

    /// <summary>Makes room for a value, and writes the comma before it.</summary>
    private void BeginValue(int length)
    {
        MakeRoom(length + 1);
        if (_follows)
        {
            _bytes[_length++] = (byte)',';
        }

        _follows = true;
    }

    private void MakeRoom(int length)
    {
        if (_bytes.Length - _length < length)
        {
            Grow(length);
        }
    }

    private void Grow(int length)
    {
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(FirstSize, Math.Max(_bytes.Length * 2, _length + length)));
        Buffer.BlockCopy(_bytes, 0, larger, 0, _length);
        if (_bytes.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_bytes);
        }

        _bytes = larger;
    }
}
