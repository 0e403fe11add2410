using System.Globalization;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace PostPress;

/// <summary>The tokens of a <see cref="JsonReader"/>, with a look ahead.</summary>
/// <remarks>
/// While it is open, the underlying reader leaves strings that look like dates alone and reads
/// fractions as <see cref="decimal"/>; disposing it restores the reader's settings.
/// </remarks>
internal sealed class JsonReaderTokens : IDisposable
{
    private readonly JsonReader _reader;
    private readonly DateParseHandling _dateParseHandling;
    private readonly FloatParseHandling _floatParseHandling;

    // Tokens that were looked at but not yet read; the next one is at _next.
    private readonly List<KeyValuePair<JsonToken, object?>> _ahead = [];
    private int _next;

    // Set when the current token is not the reader's own.
    private bool _isApart;
    private object? _value;

    /// <summary>Opens a reader that stands at a value, or at the very beginning.</summary>
    /// <exception cref="JsonReaderException">There is no value.</exception>
    public JsonReaderTokens(JsonReader reader)
    {
        _reader = reader;
        _dateParseHandling = reader.DateParseHandling;
        _floatParseHandling = reader.FloatParseHandling;
        reader.DateParseHandling = DateParseHandling.None;
        reader.FloatParseHandling = FloatParseHandling.Decimal;

        if (reader.TokenType is JsonToken.None or JsonToken.Comment)
        {
            Read();
        }
        else
        {
            TakeToken();
        }
    }

    /// <summary>The kind of the current token.</summary>
    public JsonToken Token { get; private set; }

    /// <summary>The value of the current token: a name, or a scalar. A <see cref="JValue"/> is a number that no C# number writes as it came.</summary>
    public object? Value => _isApart ? _value : _reader.Value;

    public void Dispose()
    {
        _reader.DateParseHandling = _dateParseHandling;
        _reader.FloatParseHandling = _floatParseHandling;
    }

    /// <summary>Goes on to the next token.</summary>
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

    /// <summary>Looks for a member of the object at whose beginning the reader stands: its value, if it is a string.</summary>
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

    /// <summary>The place behind the value that begins at a place.</summary>
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

    /// <summary>Takes the next token of the reader as the current one.</summary>
    private void Pull()
    {
        try
        {
            do
            {
                if (!_reader.Read())
                {
                    throw Error("The JSON ends too early.", null);
                }
            }
            while (_reader.TokenType == JsonToken.Comment);
        }
        catch (JsonReaderException exception) when (OutOfRange(exception.Message) is { } number)
        {
            // The reader has stepped over the number and can go on.
            SetToken(JsonToken.Float, WireNumber.FromText(number));
            return;
        }
        catch (OverflowException exception)
        {
            // A few monstrous numbers make Newtonsoft's parser throw this, and nothing tells their text.
            throw Error("A number is out of range.", exception);
        }

        TakeToken();
    }

    /// <summary>Takes the reader's token, and undoes what it, or a reader over a JToken before it came here, may have made of a string or number.</summary>
    private void TakeToken()
    {
        Token = _reader.TokenType;
        _isApart = false;
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

    /// <summary>The number, if a message of <see cref="JsonTextReader"/> says that it does not fit a decimal.</summary>
    /// <remarks>The reader tells the text of such a number nowhere else, and one odd number must not lose a whole page.</remarks>
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
