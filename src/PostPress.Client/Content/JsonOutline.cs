namespace PostPress.Content;

/// <summary>
/// A JSON object without its long parts: lists, everything below the second level, and the ends of long texts. It is collected
/// while a body is read, so that an error of any length keeps its type, title and detail.
/// </summary>
internal sealed class JsonOutline
{
    private const int MaxBytes = 4 * 1024 * 1024;
    private const int MaxNestedBytes = 1024 * 1024;
    private const int MaxTextBytes = 512 * 1024;

    private byte[] _kept = new byte[16 * 1024];
    private int _length;
    private int _depth;
    private int _leftOutFrom;
    private int _nestedBytes;
    private bool _isInText;
    private int _escape;
    private int _textBytes;
    private bool _isAfterHighSurrogate;
    private bool _isEndOfTextLeftOut;

    /// <summary>The bytes of the outline.</summary>
    internal ArraySegment<byte> Bytes => new(_kept, 0, _length);

    /// <summary>Whether the outline has its maximum size. The rest of the body is not read.</summary>
    internal bool IsFull => _length >= MaxBytes;

    internal void Add(ReadOnlySpan<byte> bytes)
    {
        foreach (var b in bytes)
        {
            if (_isInText)
            {
                AddToText(b);
            }
            else
            {
                AddToStructure(b);
            }
        }
    }

    private void AddToText(byte b)
    {
        _textBytes++;
        if (_escape > 0)
        {
            // 1 after a backslash; 5 to 2 are the four digits after \u.
            _isAfterHighSurrogate = _escape switch
            {
                5 => b is (byte)'d' or (byte)'D',
                4 => _isAfterHighSurrogate && (b is (byte)'8' or (byte)'9' or (byte)'a' or (byte)'A' or (byte)'b' or (byte)'B'),
                _ => _isAfterHighSurrogate,
            };
            _escape = _escape switch { 1 => b == 'u' ? 5 : 0, 2 => 0, _ => _escape - 1 };
        }
        else if (b == '"')
        {
            _isInText = false;
            _isEndOfTextLeftOut = false;
        }
        else
        {
            // The end is not left out inside a UTF-8 sequence, an escape, or a pair of escapes.
            _isEndOfTextLeftOut |= _textBytes > MaxTextBytes && (b & 0xC0) != 0x80 && !_isAfterHighSurrogate;
            _isAfterHighSurrogate = false;
            _escape = b == '\\' ? 1 : 0;
        }

        Keep(b);
    }

    private void AddToStructure(byte b)
    {
        switch (b)
        {
            case (byte)'"':
                _isInText = true;
                _textBytes = 0;
                _isAfterHighSurrogate = false;
                Keep(b);
                break;

            case (byte)'{' or (byte)'[':
                Keep(b);
                _depth++;
                _nestedBytes = _depth == 2 ? 0 : _nestedBytes;
                if (_leftOutFrom == 0 && (b == '[' || _depth > 2))
                {
                    _leftOutFrom = _depth;
                }

                break;

            case (byte)'}' or (byte)']':
                _leftOutFrom = _leftOutFrom == _depth ? 0 : _leftOutFrom;
                _depth--;
                Keep(b);
                break;

            case (byte)',' when _leftOutFrom == 0 && _depth == 2 && _nestedBytes > MaxNestedBytes:
                _leftOutFrom = _depth;
                break;

            default:
                Keep(b);
                break;
        }
    }

    private void Keep(byte b)
    {
        if (_leftOutFrom == 0 && !_isEndOfTextLeftOut)
        {
            if (_length == _kept.Length)
            {
                Array.Resize(ref _kept, _length * 2);
            }

            _kept[_length++] = b;
            _nestedBytes++;
        }
    }
}
