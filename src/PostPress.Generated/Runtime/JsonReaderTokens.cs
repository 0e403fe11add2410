using System.Globalization;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace PostPress;

/// <summary>The tokens of a <see cref="JsonReader"/>. Tokens can be read ahead.</summary>
/// <remarks>
/// While it is open, the underlying reader leaves strings that look like dates alone and reads
/// fractions as <see cref="decimal"/>; disposing it restores the reader's settings.
/// </remarks>
internal sealed class JsonReaderTokens : IDisposable
{
    // The names of members that were read before. The reader returns them instead of new strings.
    private static readonly DefaultJsonNameTable Names = new();

    private readonly JsonReader _reader;
    private readonly DateParseHandling _dateParseHandling;
    private readonly FloatParseHandling _floatParseHandling;
    private readonly JsonTextReader? _namesAdded;

    // Tokens that were read ahead. The next one is at _next.
    private readonly List<KeyValuePair<JsonToken, object?>> _ahead = [];
    private int _next;

    // Whether the current token is not the one of the reader.
    private bool _isApart;
    private object? _value;

    /// <summary>Initializes tokens for a reader that is at a value, or at its start.</summary>
    /// <exception cref="JsonReaderException">There is no value.</exception>
    public JsonReaderTokens(JsonReader reader)
    {
        _reader = reader;
        _dateParseHandling = reader.DateParseHandling;
        _floatParseHandling = reader.FloatParseHandling;
        reader.DateParseHandling = DateParseHandling.None;
        reader.FloatParseHandling = FloatParseHandling.Decimal;
        if (reader is JsonTextReader { PropertyNameTable: null } text)
        {
            _namesAdded = text;
            text.PropertyNameTable = Names;
        }

        if (reader.TokenType is JsonToken.None or JsonToken.Comment)
        {
            Read();
        }
        else
        {
            Token = reader.TokenType;
            ConvertToken();
        }
    }

    /// <summary>The kind of the current token.</summary>
    public JsonToken Token { get; private set; }

    /// <summary>The value of the current token: a name, or a scalar. It is a <see cref="JValue"/> if a C# number would lose the form of the number.</summary>
    public object? Value => _isApart ? _value : _reader.Value;

    public void Dispose()
    {
        _reader.DateParseHandling = _dateParseHandling;
        _reader.FloatParseHandling = _floatParseHandling;
        if (_namesAdded is not null)
        {
            _namesAdded.PropertyNameTable = null;
        }
    }

    /// <summary>Looks up the current name.</summary>
    /// <param name="names">The names of the members that may be there.</param>
    /// <param name="expected">The number of the name that is expected next.</param>
    /// <returns>The number of the member; -1 if it is another one.</returns>
    public int FindName(WireNames names, int expected)
    {
        var name = (string)Value!;
        var number = names.Find(name, expected);
        if (_namesAdded is not null && number >= 0 && !ReferenceEquals(name, names[number]))
        {
            // Other threads can read from the table while it changes.
            lock (Names)
            {
                Names.Add(names[number]);
            }
        }

        return number;
    }

    /// <summary>Moves to the next token.</summary>
    /// <exception cref="JsonReaderException">The JSON is malformed or ends too early.</exception>
    public void Read()
    {
        if (_next < _ahead.Count)
        {
            (Token, _value) = (_ahead[_next].Key, _ahead[_next].Value);
            _isApart = true;
            _next++;
            if (_next == _ahead.Count)
            {
                _ahead.Clear();
                _next = 0;
            }
        }
        else
        {
            Pull();
        }
    }

    /// <summary>Reads ahead for a member of the object that starts at the current token. Returns its value if it is a string.</summary>
    public string? Peek(string name)
    {
        if (Token == JsonToken.StartObject)
        {
            for (var at = _next; Ahead(at).Key == JsonToken.PropertyName; at = AfterValue(at + 1))
            {
                if ((string)Ahead(at).Value! == name)
                {
                    return Ahead(at + 1) is { Key: JsonToken.String } token ? (string)token.Value! : null;
                }
            }
        }

        return null;
    }

    /// <inheritdoc cref="WireReader.Peek(string[])"/>
    public string?[] Peek(string[] names)
    {
        var found = new string?[names.Length];
        if (Token == JsonToken.StartObject)
        {
            for (var at = _next; Ahead(at).Key == JsonToken.PropertyName; at = AfterValue(at + 1))
            {
                var index = Array.IndexOf(names, (string)Ahead(at).Value!);
                if (index >= 0)
                {
                    found[index] = Ahead(at + 1) is { Key: JsonToken.String } token ? (string)token.Value! : string.Empty;
                }
            }
        }

        return found;
    }

    /// <inheritdoc cref="WireReader.ReadToEnd"/>
    public void ReadToEnd()
    {
        while (_reader.Read())
        {
            if (_reader.TokenType != JsonToken.Comment)
            {
                throw Error("There is more text after the end of the JSON value.", null);
            }
        }
    }

    /// <inheritdoc cref="WireReader.Unexpected"/>
    public JsonSerializationException Unexpected(string expected)
    {
        var line = _reader as IJsonLineInfo;
        return new JsonSerializationException(
            FormattableString.Invariant($"Expected {expected}, found {Token}. Path '{_reader.Path}'."),
            _reader.Path,
            line?.LineNumber ?? 0,
            line?.LinePosition ?? 0,
            innerException: null);
    }

    private JsonReaderException Error(string message, Exception? inner)
    {
        var line = _reader as IJsonLineInfo;
        return new JsonReaderException(message, _reader.Path, line?.LineNumber ?? 0, line?.LinePosition ?? 0, inner);
    }

    private KeyValuePair<JsonToken, object?> Ahead(int at)
    {
        if (at >= _ahead.Count)
        {
            (var token, var value) = (Token, Value);
            while (at >= _ahead.Count)
            {
                Pull();
                _ahead.Add(new(Token, Value));
            }

            SetToken(token, value);
        }

        return _ahead[at];
    }

    /// <summary>The position after the value that starts at a position.</summary>
    private int AfterValue(int at)
    {
        var depth = 0;
        do
        {
            depth += Ahead(at++).Key switch
            {
                JsonToken.StartObject or JsonToken.StartArray => 1,
                JsonToken.EndObject or JsonToken.EndArray => -1,
                _ => 0,
            };
        }
        while (depth > 0);

        return at;
    }

    /// <summary>Reads the next token of the reader.</summary>
    private void Pull()
    {
        JsonToken token;
        try
        {
            do
            {
                if (!_reader.Read())
                {
                    throw Error("The JSON ends too early.", null);
                }

                token = _reader.TokenType;
            }
            while (token == JsonToken.Comment);
        }
        catch (JsonReaderException exception) when (OutOfRange(exception.Message) is { } number)
        {
            // The reader is after the number and can continue.
            SetToken(JsonToken.Float, WireNumber.FromText(number));
            return;
        }
        catch (OverflowException exception)
        {
            // Newtonsoft's parser throws this for a few extremely large numbers. Their text is not available.
            throw Error("A number is out of range.", exception);
        }

        Token = token;
        _isApart = false;
        ConvertToken();
    }

    /// <summary>Converts the token of the reader back if a reader has converted a text to a date or bytes, or a number to another form.</summary>
    private void ConvertToken()
    {
        switch (Token)
        {
            case JsonToken.Float or JsonToken.Integer when (Token == JsonToken.Float || _reader.Value is 0L) && WireNumber.At(_reader) is { } number:
                SetToken(Token, number);
                break;
            case JsonToken.Raw when _reader.Value is string raw && WireNumber.IsNumber(raw):
                SetToken(JsonToken.Float, WireNumber.FromText(raw));
                break;
            case JsonToken.Date:
                SetToken(JsonToken.String, Convert(_reader.Value!));
                break;
            case JsonToken.Bytes:
                SetToken(JsonToken.String, System.Convert.ToBase64String((byte[])_reader.Value!));
                break;
            case JsonToken.Undefined:
                SetToken(JsonToken.Null, null);
                break;
        }
    }

    private void SetToken(JsonToken token, object? value)
    {
        Token = token;
        _value = value;
        _isApart = true;
    }

    private static string Convert(object date) => date switch
    {
        DateTimeOffset value => value.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFFK", CultureInfo.InvariantCulture),
        _ => ((DateTime)date).ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFFK", CultureInfo.InvariantCulture),
    };

    /// <summary>Returns the number in a message of <see cref="JsonTextReader"/> that says that it does not fit a decimal; null for other messages.</summary>
    /// <remarks>The text of such a number is not available elsewhere, and one unusual number must not make a whole page unreadable.</remarks>
    private static string? OutOfRange(string message)
    {
        const string Before = "Input string '";
        const string After = "' is not a valid decimal.";
        var end = message.IndexOf(After, StringComparison.Ordinal);
        if (end < 0 || !message.StartsWith(Before, StringComparison.Ordinal))
        {
            return null;
        }

        var text = message.Substring(Before.Length, end - Before.Length);
        return WireNumber.IsNumber(text) ? text : null;
    }
}
