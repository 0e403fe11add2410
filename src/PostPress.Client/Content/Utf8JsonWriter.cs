using System.Buffers;
using System.Text;
using Newtonsoft.Json;

namespace PostPress.Content;

/// <summary>Writes JSON as UTF-8 into pooled memory, without an intermediate string.</summary>
internal sealed class Utf8JsonWriter : JsonTextWriter
{
    /// <summary>A writer that has completed a value can be reused.</summary>
    [ThreadStatic]
    private static Utf8JsonWriter? _spare;

    private readonly Utf8Text _text;

    private Utf8JsonWriter(Utf8Text text)
        : base(text) => _text = text;

    /// <summary>Writes a value. The caller returns the array to <see cref="ArrayPool{T}.Shared"/>.</summary>
    internal static ArraySegment<byte> Write<T>(T value, Action<JsonWriter, T> write)
    {
        var writer = _spare ?? new Utf8JsonWriter(new Utf8Text());

        // Taken before writing: a writer that fails has an incomplete value and must not be reused.
        _spare = null;
        write(writer, value);
        var json = writer._text.Take();
        _spare = writer;
        return json;
    }

#if NET
    /// <summary>The characters that JSON requires to be escaped.</summary>
    private static readonly SearchValues<char> Escaped = SearchValues.Create([.. Enumerable.Range(0, ' ').Select(c => (char)c), '"', '\\']);

    // Names and strings are most of a request, and the base class checks them character by character.
    public override void WritePropertyName(string name) => WritePropertyName(name, escape: name.AsSpan().ContainsAny(Escaped));

    public override void WriteValue(string? value)
    {
        if (value is null)
        {
            WriteNull();
            return;
        }

        // Writes the separator between this value and the previous one.
        WriteRawValue(null);
        _text.Write('"');
        var rest = value.AsSpan();
        for (var at = rest.IndexOfAny(Escaped); at >= 0; at = rest.IndexOfAny(Escaped))
        {
            _text.Write(rest[..at]);
            Escape(rest[at]);
            rest = rest[(at + 1)..];
        }

        _text.Write(rest);
        _text.Write('"');
    }

    private void Escape(char character)
    {
        _text.Write('\\');
        switch (character)
        {
            case '"' or '\\':
                _text.Write(character);
                break;
            case '\n':
                _text.Write('n');
                break;
            case '\r':
                _text.Write('r');
                break;
            case '\t':
                _text.Write('t');
                break;
            default:
                _text.Write($"u{(int)character:x4}");
                break;
        }
    }
#endif

    /// <summary>Encodes text as UTF-8 while it is written.</summary>
    private sealed class Utf8Text : TextWriter
    {
        private const int FirstSize = 4 * 1024;

        private byte[] _bytes = [];
        private int _length;

        public override Encoding Encoding => Encoding.UTF8;

        internal ArraySegment<byte> Take()
        {
            var written = new ArraySegment<byte>(_bytes, 0, _length);
            _bytes = [];
            _length = 0;
            return written;
        }

        public override void Write(char value)
        {
            MakeRoom(3);
            if (value < 0x80)
            {
                _bytes[_length++] = (byte)value;
            }
            else
            {
                Write([value], 0, 1);
            }
        }

        public override void Write(char[] buffer, int index, int count)
        {
            MakeRoom(Encoding.UTF8.GetMaxByteCount(count));
            _length += Encoding.UTF8.GetBytes(buffer, index, count, _bytes, _length);
        }

        public override void Write(string? value)
        {
            if (value is not null)
            {
                MakeRoom(Encoding.UTF8.GetMaxByteCount(value.Length));
                _length += Encoding.UTF8.GetBytes(value, 0, value.Length, _bytes, _length);
            }
        }

#if NET
        public override void Write(ReadOnlySpan<char> buffer)
        {
            MakeRoom(Encoding.UTF8.GetMaxByteCount(buffer.Length));
            _length += Encoding.UTF8.GetBytes(buffer, _bytes.AsSpan(_length));
        }
#endif

        private void MakeRoom(int count)
        {
            if (_bytes.Length - _length >= count)
            {
                return;
            }

            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(FirstSize, Math.Max(_bytes.Length * 2, _length + count)));
            Buffer.BlockCopy(_bytes, 0, larger, 0, _length);
            if (_bytes.Length > 0)
            {
                ArrayPool<byte>.Shared.Return(_bytes);
            }

            _bytes = larger;
        }
    }
}
