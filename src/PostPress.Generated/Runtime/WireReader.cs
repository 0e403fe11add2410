using System.Globalization;
using System.Numerics;
#if NET
using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
#endif
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace PostPress;

/// <summary>
/// What the generated code reads from: JSON token by token, with a look ahead, since the member that tells a union's variant
/// may stand anywhere in the object.
/// </summary>
/// <remarks>
/// The tokens come from the <see cref="JsonReader"/> that <see cref="JsonConvert"/> brings. Where all of the JSON is in memory,
/// as a response is, they come on .NET straight from its bytes: names and words are then compared where they stand, and nothing
/// becomes a string or a boxed number but what is kept. What an odd value is read as is the same for both.
/// </remarks>
internal ref struct WireReader
{
    private readonly JsonReaderTokens? _tokens;
    private string? _name;

    /// <summary>Opens a reader that stands at a value, or at the very beginning.</summary>
    /// <exception cref="JsonReaderException">There is no value.</exception>
    public WireReader(JsonReader reader)
    {
        _tokens = new JsonReaderTokens(reader);
        _name = null;
#if NET
        _json = default;
        _utf8 = default;
#endif
    }

    /// <summary>The kind of the current token. A number is a <see cref="JsonToken.Float"/> or <see cref="JsonToken.Integer"/>, whatever its form.</summary>
    public readonly JsonToken Token
#if NET
        => _tokens is null ? (JsonToken)Tokens[(int)_utf8.TokenType] : _tokens.Token;
#else
        => _tokens!.Token;
#endif

    /// <summary>The name of the member at whose value the reader stands, if <see cref="ReadName(WireNames, int)"/> gave -1 for it.</summary>
    public readonly string UnknownName => _name!;

    /// <summary>Gives back the settings of the reader beneath.</summary>
    public readonly void Dispose() => _tokens?.Dispose();

    /// <summary>Goes on to the next token.</summary>
    /// <exception cref="Newtonsoft.Json.JsonException">The JSON is malformed or ends too early; so for every method.</exception>
    public void Read()
    {
#if NET
        if (_tokens is null)
        {
            _utf8.Read();
            return;
        }
#endif

        _tokens!.Read();
    }

    /// <summary>Takes the name at which the reader stands, and goes on to the member's value.</summary>
    public string ReadName()
    {
        var name = GetString();
        Read();
        return name;
    }

    /// <summary>Looks up the name at which the reader stands, and goes on to the member's value.</summary>
    /// <param name="names">The names of the members that may be there.</param>
    /// <param name="expected">The number of the one that probably is.</param>
    /// <returns>The number of the member; -1 if it is another one, which <see cref="UnknownName"/> then tells.</returns>
    public int ReadName(WireNames names, int expected)
    {
        var member = Find(names, expected);
        if (member < 0)
        {
            _name = GetString();
        }

        Read();
        return member;
    }

    /// <summary>The string or name at the reader.</summary>
    public readonly string GetString()
    {
#if NET
        if (_tokens is null)
        {
            return _utf8.ValueIsEscaped ? Unescape() : Text(Utf8Value);
        }
#endif

        return (string)_tokens!.Value!;
    }

    /// <summary>The string at the reader. One of the listed words is not made anew.</summary>
    public readonly string GetString(WireNames words)
    {
        var word = Find(words);
        return word < 0 ? GetString() : words[word];
    }

    /// <summary>Whether the string or name at the reader is a text.</summary>
    public readonly bool IsText(string text)
    {
#if NET
        if (_tokens is null && !_utf8.ValueIsEscaped)
        {
            return (_utf8.HasValueSequence || _utf8.ValueSpan.Length == text.Length) && _utf8.ValueTextEquals(text);
        }
#endif

        return GetString() == text;
    }

    /// <summary>The truth value at the reader.</summary>
    public readonly bool GetBoolean()
    {
#if NET
        if (_tokens is null)
        {
            return _utf8.TokenType == JsonTokenType.True;
        }
#endif

        return (bool)_tokens!.Value!;
    }

    /// <summary>Gets the whole number at the reader, if there is one that fits; <c>7.0</c> is one.</summary>
    /// <param name="value">The number.</param>
    /// <param name="text">What stood there, if the number by itself would be written otherwise.</param>
    public readonly bool TryGetInt64(out long value, out JToken? text)
    {
#if NET
        if (_tokens is null && _utf8.TokenType == JsonTokenType.Number && PlainNumber.TryParse(Utf8Value, out value))
        {
            text = null;
            return true;
        }
#endif

        if (_tokens?.Value is long usual)
        {
            value = usual;
            text = null;
            return true;
        }

        var number = GetNumber();
        text = number is WireNumber || number?.Value is not long ? number : null;
        value = 0;
        if (number is null || ToDecimal(number) is not { } fits || fits != decimal.Truncate(fits) || fits is < long.MinValue or > long.MaxValue || (fits == 0 && !WireNumber.IsZero(number)))
        {
            return false;
        }

        value = (long)fits;
        return true;
    }

    /// <summary>Gets the whole number at the reader, if it is one that needs no second look.</summary>
    public readonly bool TryGetPlainInt32(out int value)
    {
#if NET
        if (_tokens is null)
        {
            value = 0;
            if (_utf8.TokenType != JsonTokenType.Number || !PlainNumber.TryParse(Utf8Value, out long number))
            {
                return false;
            }

            value = (int)number;
            return value == number;
        }
#endif

        var usual = _tokens?.Value as long?;
        value = (int)usual.GetValueOrDefault();
        return value == usual;
    }

    /// <summary>Gets the number at the reader, if there is one that fits.</summary>
    /// <param name="value">The number.</param>
    /// <param name="text">What stood there, if the number by itself would be written otherwise.</param>
    public readonly bool TryGetDecimal(out decimal value, out JToken? text)
    {
        text = null;
#if NET
        if (_tokens is null && _utf8.TokenType == JsonTokenType.Number && PlainNumber.TryParse(Utf8Value, out value))
        {
            return true;
        }
#endif

        if (_tokens?.Value is decimal usual && usual != decimal.Truncate(usual))
        {
            value = usual;
            return true;
        }

        var number = GetNumber();
        value = 0;
        if (number is null || ToDecimal(number) is not { } fits)
        {
            return false;
        }

        // Whole numbers are written without a fraction.
        value = fits;
        text = number is WireNumber || (number.Value is not (long or BigInteger) && fits == decimal.Truncate(fits)) ? number : null;
        return true;
    }

    /// <summary>Reads the value at the current token, whatever it is; leaves the reader at its last token.</summary>
    public JToken ReadAny()
    {
        // Not by recursion: how deep the JSON may nest is a setting of the reader's.
        JContainer? holder = null;
        var name = string.Empty;
        while (true)
        {
            if (Token == JsonToken.PropertyName)
            {
                name = ReadName();
            }

            var isEnd = Token is JsonToken.EndObject or JsonToken.EndArray;
            var value = isEnd ? holder! : ReadToken();
            if (isEnd)
            {
                holder = holder!.Parent is JProperty property ? property.Parent : holder.Parent;
            }
            else if (holder is JObject members)
            {
                members[name] = value;
            }
            else
            {
                (holder as JArray)?.Add(value);
            }

            if (!isEnd && value is JContainer container)
            {
                holder = container;
            }

            if (holder is null)
            {
                return value;
            }

            Read();
        }
    }

    /// <summary>Looks for a member of the object at whose beginning the reader stands; nothing is read.</summary>
    /// <param name="name">The name of the member.</param>
    /// <param name="words">The values that it may have.</param>
    /// <returns>The number of its value; -1 if it has another value, or if it or the object is missing.</returns>
    public readonly int Peek(string name, WireNames words)
    {
#if NET
        if (_tokens is null)
        {
            return _utf8.TokenType != JsonTokenType.StartObject ? -1
                : !_json.IsEmpty && MemberScan.TryFind(_json[(int)_utf8.TokenStartIndex..], name, out var text) ? words.Find(text)
                : PeekAhead(name, words);
        }
#endif

        return _tokens!.Peek(name) is { } word ? words.Find(word) : -1;
    }

    /// <summary>Looks for several members of the object at whose beginning the reader stands; nothing is read.</summary>
    /// <returns>
    /// For each name the value of that member if it is a string, the empty string if it is something
    /// else, <see langword="null"/> if it is missing.
    /// </returns>
    public readonly string?[] Peek(params string[] names)
    {
#if NET
        if (_tokens is null)
        {
            var found = new string?[names.Length];
            for (var i = 0; i < names.Length; i++)
            {
                var ahead = this;
                if (ahead.Token == JsonToken.StartObject && ahead.GoTo(names[i]))
                {
                    found[i] = ahead.Token == JsonToken.String ? ahead.GetString() : string.Empty;
                }
            }

            return found;
        }
#endif

        return _tokens!.Peek(names);
    }

    /// <summary>Makes sure that nothing but blanks and comments follows.</summary>
    /// <exception cref="Newtonsoft.Json.JsonException">Something follows.</exception>
    public void ReadToEnd()
    {
#if NET
        if (_tokens is null)
        {
            _utf8.Read();
            return;
        }
#endif

        _tokens!.ReadToEnd();
    }

    /// <summary>An exception that names the place, and no content.</summary>
    public readonly JsonSerializationException Unexpected(string expected) => _tokens is null
        ? new JsonSerializationException(FormattableString.Invariant($"Expected {expected}, found {Token}."))
        : _tokens.Unexpected(expected);

    /// <summary>The value of one token; an empty object or array if one begins.</summary>
    private readonly JToken ReadToken() => Token switch
    {
        JsonToken.StartObject => new JObject(),
        JsonToken.StartArray => new JArray(),
        JsonToken.String => new JValue(GetString()),
        JsonToken.Boolean => new JValue(GetBoolean()),
        JsonToken.Null => JValue.CreateNull(),
        JsonToken.Integer or JsonToken.Float => GetNumber()!,
        JsonToken.Raw => new JRaw(_tokens!.Value),
        _ => new JValue(_tokens!.Value),
    };

    /// <summary>The number at the reader; <see langword="null"/> if there is none.</summary>
    private readonly JValue? GetNumber()
    {
#if NET
        if (_tokens is null)
        {
            return _utf8.TokenType != JsonTokenType.Number ? null
                : _utf8.TryGetInt64(out var whole) && (whole != 0 || Utf8Value.Length == 1) ? new JValue(whole)
                : WireNumber.FromText(Encoding.UTF8.GetString(Utf8Value));
        }
#endif

        return _tokens!.Token is JsonToken.Integer or JsonToken.Float ? _tokens.Value as JValue ?? new JValue(_tokens.Value) : null;
    }

    /// <summary>The number of the string or name at the reader in a list; -1 if it is not listed.</summary>
    private readonly int Find(WireNames names, int expected = -1)
    {
#if NET
        if (_tokens is null && !_utf8.ValueIsEscaped)
        {
            return names.Find(Utf8Value, expected);
        }
#endif

        return names.Find(GetString(), expected);
    }

    private static decimal? ToDecimal(JValue number) => number.Value switch
    {
        _ when number is WireNumber { Text: var text } => Fit(text),
        long value => value,
        decimal value => value,
        int value => value,
        BigInteger value => Fit(value.ToString(CultureInfo.InvariantCulture)),

        // From a reader over a JToken. "R" is the shortest text that is this very number.
        double value => Fit(value.ToString("R", CultureInfo.InvariantCulture)),
        _ => null,
    };

    private static decimal? Fit(string number)
        => decimal.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : null;

#if NET
    /// <summary>How deep a response may nest; the contract's nests ten levels.</summary>
    private const int MaxDepth = 64;

    // Empty if it is another reader's.
    private readonly ReadOnlySpan<byte> _json;

    private Utf8JsonReader _utf8;

    /// <summary>Opens a reader over JSON that is whole and in memory, and goes to its first token.</summary>
    /// <param name="json">The JSON, as UTF-8, without a byte order mark.</param>
    /// <exception cref="System.Text.Json.JsonException">The JSON is malformed or empty; so for every method, in place of Newtonsoft's.</exception>
    public WireReader(ReadOnlySpan<byte> json)
        : this(new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = MaxDepth }))
    {
        _json = json;
        _utf8.Read();
    }

    /// <summary>Opens a reader at a value that another one stands at, and that is there as a whole.</summary>
    /// <param name="utf8">The other reader. It goes on where <see cref="Utf8"/> is then.</param>
    public WireReader(Utf8JsonReader utf8)
    {
        _tokens = null;
        _name = null;
        _json = default;
        _utf8 = utf8;
    }

    /// <summary>The reader beneath.</summary>
    public readonly Utf8JsonReader Utf8 => _utf8;

    // In the order of JsonTokenType.
    private static ReadOnlySpan<byte> Tokens =>
    [
        (byte)JsonToken.None, (byte)JsonToken.StartObject, (byte)JsonToken.EndObject, (byte)JsonToken.StartArray, (byte)JsonToken.EndArray, (byte)JsonToken.PropertyName,
        (byte)JsonToken.Comment, (byte)JsonToken.String, (byte)JsonToken.Float, (byte)JsonToken.Boolean, (byte)JsonToken.Boolean, (byte)JsonToken.Null,
    ];

    /// <summary>The text at the reader, as it came. It is in pieces only where a serializer reads from pieces.</summary>
    private readonly ReadOnlySpan<byte> Utf8Value => _utf8.HasValueSequence ? _utf8.ValueSequence.ToArray() : _utf8.ValueSpan;

    // Apart, since making room for the copy costs every caller that it would be inlined in.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private readonly int PeekAhead(string name, WireNames words)
    {
        var ahead = this;
        return ahead.GoTo(name) && ahead.Token == JsonToken.String ? ahead.Find(words) : -1;
    }

    /// <summary>Goes from the beginning of an object to the value of a member, if it has it.</summary>
    private bool GoTo(string name)
    {
        _utf8.Read();
        while (_utf8.TokenType == JsonTokenType.PropertyName)
        {
            var found = IsText(name);
            _utf8.Read();
            if (found)
            {
                return true;
            }

            // As Skip, which refuses where more text may follow.
            _utf8.TrySkip();
            _utf8.Read();
        }

        return false;
    }

    /// <summary>A text from its bytes. Most are ASCII, which becomes a string in one pass in place of two.</summary>
    private static string Text(ReadOnlySpan<byte> utf8)
    {
#if NET9_0_OR_GREATER
        // No ASCII character, so that it can tell that there is another one.
        const char NotAscii = '\uFFFF';
        var text = string.Create(utf8.Length, utf8, static (characters, utf8) =>
        {
            if (Ascii.ToUtf16(utf8, characters, out _) != OperationStatus.Done)
            {
                characters[0] = NotAscii;
            }
        });
        return text is [NotAscii, ..] ? Encoding.UTF8.GetString(utf8) : text;
#else
        return Encoding.UTF8.GetString(utf8);
#endif
    }

    /// <summary>The string at the reader. Half a surrogate pair, as cutting a text leaves it, is kept.</summary>
    private readonly string Unescape()
    {
        try
        {
            return _utf8.GetString()!;
        }
        catch (InvalidOperationException)
        {
            using var reader = new JsonTextReader(new StringReader(string.Concat("\"", Encoding.UTF8.GetString(Utf8Value), "\"")));
            return reader.ReadAsString()!;
        }
    }
#endif
}
