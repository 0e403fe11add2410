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
/// Reads JSON token by token, for the generated code. It can read ahead, because the member that identifies the variant of a union
/// can be anywhere in the object.
/// </summary>
/// <remarks>
/// The tokens come from the <see cref="JsonReader"/> of <see cref="JsonConvert"/>. On .NET, if all of the JSON is in memory,
/// as for a response, they come directly from its bytes: names and words are compared without creating strings, and only values that
/// are kept are allocated. Both sources give the same result for unexpected values.
/// </remarks>
internal ref struct WireReader
{
    /// <summary>The result of <see cref="NextMember"/> at the end of an object.</summary>
    public const int End = -2;

    private readonly JsonReaderTokens? _tokens;
    private string? _name;

    /// <summary>Initializes tokens for a reader that is at a value, or at its start.</summary>
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

    /// <summary>The name of the current member, after <see cref="NextMember"/> has returned -1.</summary>
    public readonly string UnknownName => _name!;

    /// <summary>Restores the settings of the underlying reader.</summary>
    public readonly void Dispose() => _tokens?.Dispose();

    /// <summary>Moves to the next token.</summary>
    /// <exception cref="Newtonsoft.Json.JsonException">The JSON is malformed or ends too early. This applies to every method.</exception>
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

    /// <summary>Returns the current name, and moves to the value of the member.</summary>
    public string ReadName()
    {
        var name = GetString();
        Read();
        return name;
    }

    /// <summary>Moves to the next member of the current object, looks up its name, and moves to its value.</summary>
    /// <param name="names">The names of the members that may be there.</param>
    /// <param name="expected">The number of the name that is expected next.</param>
    /// <returns>
    /// The number of the member; -1 if the name is not in the list. Then <see cref="UnknownName"/> is the name. <see cref="End"/> if
    /// there is no next member. Then the end of the object is the current token.
    /// </returns>
    public int NextMember(WireNames names, int expected)
    {
        Read();
        if (Token != JsonToken.PropertyName)
        {
            return End;
        }

        var member = _tokens is null ? Find(names, expected) : _tokens.FindName(names, expected);
        if (member < 0)
        {
            _name = GetString();
        }

        Read();
        return member;
    }

    /// <summary>The current string or name.</summary>
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

    /// <summary>The current string. For a word in the list, no new string is allocated.</summary>
    public readonly string GetString(WireNames words)
    {
        var word = Find(words);
        return word < 0 ? GetString() : words[word];
    }

    /// <summary>Whether the current string or name is equal to a text.</summary>
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

    /// <summary>The current Boolean value.</summary>
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

    /// <summary>Gets the current whole number if it fits. <c>7.0</c> is a whole number.</summary>
    /// <param name="value">The number.</param>
    /// <param name="text">The original JSON if the number would be written differently; otherwise null.</param>
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

    /// <summary>Gets the current whole number if it has the usual form.</summary>
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

    /// <summary>Gets the current number if it fits.</summary>
    /// <param name="value">The number.</param>
    /// <param name="text">The original JSON if the number would be written differently; otherwise null.</param>
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

    /// <summary>Reads any value that starts at the current token. Then its last token is the current one.</summary>
    public JToken ReadAny()
    {
        // Not by recursion, because the maximum depth is a setting of the reader.
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

    /// <summary>Reads ahead for a member of the object that starts at the current token. The current token does not change.</summary>
    /// <param name="name">The name of the member.</param>
    /// <param name="words">The possible values.</param>
    /// <returns>The number of the value; -1 if the member has another value or is absent, or if there is no object.</returns>
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

    /// <summary>Reads ahead for several members of the object that starts at the current token. The current token does not change.</summary>
    /// <returns>
    /// For each name, the value of the member if it is a string, the empty string if it is another
    /// value, and <see langword="null"/> if the member is absent.
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

    /// <summary>Checks that only white space and comments follow.</summary>
    /// <exception cref="Newtonsoft.Json.JsonException">Other text follows.</exception>
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

    /// <summary>Creates an exception with the location in the JSON, but without its content.</summary>
    public readonly JsonSerializationException Unexpected(string expected) => _tokens is null
        ? new JsonSerializationException(FormattableString.Invariant($"Expected {expected}, found {Token}."))
        : _tokens.Unexpected(expected);

    /// <summary>The value of the current token; an empty object or array at its start.</summary>
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

    /// <summary>The current number; <see langword="null"/> if the token is not a number.</summary>
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

    /// <summary>The index of the current string or name in a list; -1 if it is not in the list.</summary>
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

        // From a reader over a JToken. "R" gives the shortest text of exactly this number.
        double value => Fit(value.ToString("R", CultureInfo.InvariantCulture)),
        _ => null,
    };

    private static decimal? Fit(string number)
        => decimal.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : null;

#if NET
    /// <summary>The maximum depth of a response. The deepest response of the contract has ten levels.</summary>
    private const int MaxDepth = 64;

    // Empty if the JSON belongs to another reader.
    private readonly ReadOnlySpan<byte> _json;

    private Utf8JsonReader _utf8;

    /// <summary>Initializes a reader over complete JSON in memory, at its first token.</summary>
    /// <param name="json">The JSON, as UTF-8, without a byte order mark.</param>
    /// <exception cref="System.Text.Json.JsonException">The JSON is malformed or empty. Every method throws it instead of the exception of Newtonsoft.Json.</exception>
    public WireReader(ReadOnlySpan<byte> json)
        : this(new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = MaxDepth }))
    {
        _json = json;
        _utf8.Read();
    }

    /// <summary>Initializes a reader at the current value of another reader, which has the complete value.</summary>
    /// <param name="utf8">The other reader. It continues at the position of <see cref="Utf8"/>.</param>
    public WireReader(Utf8JsonReader utf8)
    {
        _tokens = null;
        _name = null;
        _json = default;
        _utf8 = utf8;
    }

    /// <summary>The underlying reader.</summary>
    public readonly Utf8JsonReader Utf8 => _utf8;

    // In the order of JsonTokenType.
    private static ReadOnlySpan<byte> Tokens =>
    [
        (byte)JsonToken.None, (byte)JsonToken.StartObject, (byte)JsonToken.EndObject, (byte)JsonToken.StartArray, (byte)JsonToken.EndArray, (byte)JsonToken.PropertyName,
        (byte)JsonToken.Comment, (byte)JsonToken.String, (byte)JsonToken.Float, (byte)JsonToken.Boolean, (byte)JsonToken.Boolean, (byte)JsonToken.Null,
    ];

    /// <summary>The bytes of the current text. They are in several pieces only if a serializer reads from several buffers.</summary>
    private readonly ReadOnlySpan<byte> Utf8Value => _utf8.HasValueSequence ? _utf8.ValueSequence.ToArray() : _utf8.ValueSpan;

    // Not inlined, because the space for the copy would slow down every caller.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private readonly int PeekAhead(string name, WireNames words)
    {
        var ahead = this;
        return ahead.GoTo(name) && ahead.Token == JsonToken.String ? ahead.Find(words) : -1;
    }

    /// <summary>Moves from the start of an object to the value of a member, if the object has it.</summary>
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

            // Like Skip, which throws if more text can follow.
            _utf8.TrySkip();
            _utf8.Read();
        }

        return false;
    }

    /// <summary>Converts bytes to a string. Most texts are ASCII, which can be converted faster than UTF-8.</summary>
    private static string Text(ReadOnlySpan<byte> utf8) => Ascii.IsValid(utf8) ? Encoding.Latin1.GetString(utf8) : Encoding.UTF8.GetString(utf8);

    /// <summary>The current string. Half of a surrogate pair, which remains when a text is truncated, is kept.</summary>
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
