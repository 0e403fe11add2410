using System.Globalization;
using System.Numerics;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace PostPress;

/// <summary>Reads and writes a <typeparamref name="T"/> as JSON. <see cref="JsonConvert"/> uses it as a converter.</summary>
internal abstract class WireFormat<T> : JsonConverter
{
    // The format of lists of this type, created on demand. With its type, it would be an endless generic recursion (list of lists
    // of lists …), for which AOT compilation reports a warning.
    internal object? _list;

    /// <summary>The type in a message, such as <c>a list</c>.</summary>
    protected abstract string Words { get; }

    /// <summary>Reads the value that starts at the current token. Then its last token is the current one.</summary>
    /// <param name="reader">A reader that is at the value.</param>
    /// <param name="value">The value.</param>
    /// <param name="raw">The original JSON; null if the value is written back as the same JSON.</param>
    /// <returns>Whether the JSON was a <typeparamref name="T"/>, or a list that contains some.</returns>
    public abstract bool Read(ref WireReader reader, out T? value, out JToken? raw);

    /// <summary>Reads an element of a list, like <see cref="Read"/>. Types that can keep unexpected JSON do so.</summary>
    public virtual bool ReadElement(ref WireReader reader, out T? value, out JToken? raw) => Read(ref reader, out value, out raw);

    /// <summary>Whether a value represents all of the original JSON. A list can lack items of another type.</summary>
    public virtual bool IsWhole(T value, JToken raw) => true;

    public abstract void Write(WireWriter writer, T value);

    /// <summary>Checks JSON that is written in a request instead of a <typeparamref name="T"/>.</summary>
    /// <param name="check">Collects the violations.</param>
    /// <param name="json">The JSON that is written.</param>
    /// <param name="rule">The rule for a value; <see langword="null"/> if there is none.</param>
    public virtual void CheckToken(ref RequestCheck check, JToken json, Rule<T>? rule)
    {
        if (TryRead(json, out var value))
        {
            rule?.Check(ref check, value!);
        }
        else
        {
            check.Add(string.Empty, "must be " + Words);
        }
    }

    /// <summary>Reads JSON that is exactly a <typeparamref name="T"/>.</summary>
    protected bool TryRead(JToken json, out T? value)
    {
        using var reader = json.CreateReader();
        var wire = new WireReader(reader);
        try
        {
            return Read(ref wire, out value, out var raw) && (raw is null || IsWhole(value!, raw));
        }
        finally
        {
            wire.Dispose();
        }
    }

    /// <summary>Converts a value to the name of a member, for keys of dictionaries.</summary>
    /// <exception cref="NotSupportedException">The value is not a text.</exception>
    public virtual string ToName(T value) => throw NoName();

    /// <summary>Converts the name of a member to a value.</summary>
    /// <exception cref="NotSupportedException">The value is not a text.</exception>
    public virtual T FromName(string name) => throw NoName();

    /// <summary>Reads JSON that is not a <typeparamref name="T"/>.</summary>
    protected static bool Miss(ref WireReader reader, out T? value, out JToken? raw)
    {
        value = default;
        raw = reader.ReadAny();
        return false;
    }

    /// <summary>Converts a value to the JSON that is written for it.</summary>
    public JToken ToToken(T value)
    {
        using var writer = new JTokenWriter();
        Write(new JsonWireWriter(writer), value);
        return writer.Token!;
    }

    /// <summary>Reads a whole document.</summary>
    /// <exception cref="JsonException">The JSON is malformed, ends too early, or is not a <typeparamref name="T"/>.</exception>
    public T ReadDocument(JsonReader reader)
    {
        var wire = new WireReader(reader);
        try
        {
            return ReadDocument(ref wire);
        }
        finally
        {
            wire.Dispose();
        }
    }

    /// <summary>Reads a whole document, in UTF-8.</summary>
    /// <exception cref="JsonException">The JSON is malformed, ends too early, or is not a <typeparamref name="T"/>.</exception>
    public T ReadDocument(ArraySegment<byte> json)
    {
#if NET
        ReadOnlySpan<byte> text = json.AsSpan();
        ReadOnlySpan<byte> mark = [0xEF, 0xBB, 0xBF];
        try
        {
            var wire = new WireReader(text.StartsWith(mark) ? text[mark.Length..] : text);
            return ReadDocument(ref wire);
        }
        catch (System.Text.Json.JsonException e)
        {
            // The message and the exception itself are not passed on, because they quote the JSON.
            throw new JsonReaderException(
                FormattableString.Invariant($"The JSON is malformed or ends too early. Line {e.LineNumber + 1}, byte {e.BytePositionInLine}."),
                path: string.Empty,
                (int)(e.LineNumber + 1 ?? 0),
                (int)(e.BytePositionInLine ?? 0),
                innerException: null);
        }
#else
        using var text = new StreamReader(new MemoryStream(json.Array!, json.Offset, json.Count, writable: false));
        using var reader = new JsonTextReader(text) { MaxDepth = 64 };
        return ReadDocument(reader);
#endif
    }

    public sealed override bool CanConvert(Type objectType)
        => typeof(T).IsAssignableFrom(Nullable.GetUnderlyingType(objectType) ?? objectType);

    public sealed override object? ReadJson(JsonReader reader, Type objectType, object? existingValue, JsonSerializer serializer)
    {
        var wire = new WireReader(reader);
        try
        {
            if (wire.Token == JsonToken.Null)
            {
                return objectType.IsValueType && Nullable.GetUnderlyingType(objectType) is null ? default(T) : null;
            }

            return Read(ref wire, out var value, out _) ? value : throw wire.Unexpected(typeof(T).Name);
        }
        finally
        {
            wire.Dispose();
        }
    }

    public sealed override void WriteJson(JsonWriter writer, object? value, JsonSerializer serializer)
    {
        if (value is null)
        {
            writer.WriteNull();
        }
        else
        {
            Write(new JsonWireWriter(writer), (T)value);
        }
    }

    private static NotSupportedException NoName() => new($"A {typeof(T).Name} cannot be the key of a dictionary.");

    private T ReadDocument(ref WireReader wire)
    {
        if (!Read(ref wire, out var value, out _))
        {
            throw wire.Unexpected(typeof(T).Name);
        }

        wire.ReadToEnd();
        return value!;
    }
}

/// <summary>An object of the API: a class that the contract describes, or the variants of a union.</summary>
internal abstract class ObjectFormat<T> : WireFormat<T>
    where T : WireObject
{
    protected sealed override string Words => "an object";

    /// <summary>Reads the object, of whichever variant, that starts at the current token. Then its end is the current token.</summary>
    public abstract T ReadObject(ref WireReader reader);

    public sealed override bool Read(ref WireReader reader, out T? value, out JToken? raw)
    {
        if (reader.Token != JsonToken.StartObject)
        {
            return Miss(ref reader, out value, out raw);
        }

        value = ReadObject(ref reader);
        raw = null;
        return true;
    }

    public sealed override bool ReadElement(ref WireReader reader, out T? value, out JToken? raw)
    {
        if (!Read(ref reader, out value, out raw))
        {
            // One unexpected element must not lose the others. It becomes an empty object that is written back unchanged.
            value = ReadEmpty();
            value.KeepRaw(raw!);
            raw = null;
        }

        return true;
    }

    public sealed override void Write(WireWriter writer, T value) => value.Write(writer);

    private T ReadEmpty()
    {
        using var reader = new JObject().CreateReader();
        var wire = new WireReader(reader);
        return ReadObject(ref wire);
    }
}

/// <summary>An open enumeration of strings.</summary>
internal abstract class TextFormat<T> : WireFormat<T>
    where T : struct
{
    protected sealed override string Words => "a text";

    protected abstract T FromText(string text);

    protected abstract string ToText(T value);

    /// <summary>The string at the reader. For a listed string no new object is needed.</summary>
    protected virtual string GetText(ref WireReader reader) => reader.GetString();

    public sealed override bool Read(ref WireReader reader, out T value, out JToken? raw)
    {
        if (reader.Token != JsonToken.String)
        {
            return Miss(ref reader, out value, out raw);
        }

        value = FromText(GetText(ref reader));
        raw = null;
        return true;
    }

    public sealed override void Write(WireWriter writer, T value) => writer.WriteValue(ToText(value));

    public sealed override string ToName(T value) => ToText(value);

    public sealed override T FromName(string name) => FromText(name);
}

/// <summary>An open enumeration of whole numbers and strings.</summary>
internal abstract class NumberOrTextFormat<T> : WireFormat<T>
    where T : struct
{
    protected sealed override string Words => "a whole number or a text";

    protected abstract T FromNumber(int number);

    protected abstract T FromText(string text);

    protected abstract int? ToNumber(T value);

    protected abstract string ToText(T value);

    public sealed override bool Read(ref WireReader reader, out T value, out JToken? raw)
    {
        if (reader.Token == JsonToken.String)
        {
            value = FromText(reader.GetString());
            raw = null;
            return true;
        }

        var isNumber = Scalar.Int32.Read(ref reader, out var number, out raw);
        value = isNumber ? FromNumber(number) : default;
        return isNumber;
    }

    public sealed override void Write(WireWriter writer, T value)
    {
        if (ToNumber(value) is { } number)
        {
            writer.WriteValue(number);
        }
        else
        {
            writer.WriteValue(ToText(value));
        }
    }

    public sealed override string ToName(T value) => ToText(value);

    // Names are always text. A name that looks like a number was a number.
    public sealed override T FromName(string name)
        => int.TryParse(name, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number.ToString(CultureInfo.InvariantCulture) == name
            ? FromNumber(number)
            : FromText(name);
}

internal static class ListFormat
{
    extension<T>(WireFormat<T> item)
    {
        /// <summary>The format of a list of this type.</summary>
        public WireFormat<IList<T>> List => (ListFormat<T>)(item._list ??= new ListFormat<T>(item));
    }
}

internal sealed class ListFormat<T>(WireFormat<T> item) : WireFormat<IList<T>>
{
    private const int MaxCapacity = 128;

    // The next list probably has the length of the last one. A value of another thread is as good.
    private int _capacity;

    protected override string Words => "a list";

    public override void CheckToken(ref RequestCheck check, JToken json, Rule<IList<T>>? rule)
    {
        if (json is not JArray items)
        {
            check.Add(string.Empty, "must be " + Words);
            return;
        }

        var list = rule as ListRule<T>;
        list?.CheckCount(ref check, items.Count);
        for (var i = 0; i < items.Count; i++)
        {
            var mark = check.Count;
            if (items[i].Type == JTokenType.Null)
            {
                check.Add(string.Empty, Rule.NotNull);
            }
            else
            {
                item.CheckToken(ref check, items[i], list?.Item);
            }

            check.Under(mark, i);
        }
    }

    /// <summary>The list contains the items that are a <typeparamref name="T"/>. The original JSON also contains the others.</summary>
    public override bool Read(ref WireReader reader, out IList<T>? value, out JToken? raw)
    {
        if (reader.Token != JsonToken.StartArray)
        {
            return Miss(ref reader, out value, out raw);
        }

        JArray? all = null;
        reader.Read();
        var list = reader.Token == JsonToken.EndArray ? [] : new List<T>(_capacity);
        while (reader.Token != JsonToken.EndArray)
        {
            var isElement = item.ReadElement(ref reader, out var element, out var odd);
            if (odd is not null)
            {
                all ??= (JArray)ToToken(list);
                all.Add(odd);
            }
            else
            {
                all?.Add(item.ToToken(element!));
            }

            if (isElement)
            {
                list.Add(element!);
            }

            reader.Read();
        }

        if (list.Count > 0)
        {
            _capacity = Math.Min(list.Count, MaxCapacity);
            if (list.Capacity - list.Count > list.Count / 4)
            {
                list.TrimExcess();
            }
        }

        value = list;
        raw = all;
        return true;
    }

    public override bool IsWhole(IList<T> value, JToken raw)
        => raw is JArray all && all.Count == value.Count && value.Zip(all, item.IsWhole).All(isWhole => isWhole);

    public override void Write(WireWriter writer, IList<T> value)
    {
        writer.WriteStartArray();

        // Not with foreach, which would allocate an enumerator for each list.
        for (var i = 0; i < value.Count; i++)
        {
            item.Write(writer, value[i]);
        }

        writer.WriteEndArray();
    }
}

/// <summary>A list that was absent or null in a response. It is written only if it has items.</summary>
internal sealed class AbsentList<T> : List<T>;

/// <summary>The formats of values without their own type.</summary>
internal static class Scalar
{
    public static readonly StringFormat String = new();
    public static readonly BooleanFormat Boolean = new();
    public static readonly Int32Format Int32 = new();
    public static readonly WireFormat<long> Int64 = new Int64Format();
    public static readonly WireFormat<decimal> Decimal = new DecimalFormat();
    public static readonly WireFormat<JToken> Any = new AnyFormat();

    /// <summary>JSON as text.</summary>
    public static string Text(JToken json)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        using var writer = new JsonTextWriter(text);
        new JsonWireWriter(writer).WriteAny(json);
        return text.ToString();
    }

    internal sealed class StringFormat : WireFormat<string>
    {
        protected override string Words => "a text";

        public override bool Read(ref WireReader reader, out string? value, out JToken? raw)
        {
            if (reader.Token != JsonToken.String)
            {
                return Miss(ref reader, out value, out raw);
            }

            value = reader.GetString();
            raw = null;
            return true;
        }

        public override void Write(WireWriter writer, string value) => writer.WriteValue(value);
    }

    internal sealed class BooleanFormat : WireFormat<bool>
    {
        protected override string Words => "true or false";

        public override bool Read(ref WireReader reader, out bool value, out JToken? raw)
        {
            if (reader.Token != JsonToken.Boolean)
            {
                return Miss(ref reader, out value, out raw);
            }

            value = reader.GetBoolean();
            raw = null;
            return true;
        }

        public override void Write(WireWriter writer, bool value) => writer.WriteValue(value);
    }

    /// <summary>JSON has more numbers than C#: a number that does not fit the C# type can be valid.</summary>
    internal abstract class NumberFormat<T>(bool isWhole) : WireFormat<T>
        where T : struct, IComparable<T>, IEquatable<T>
    {
        protected sealed override string Words => isWhole ? "a whole number" : "a number";

        public sealed override void CheckToken(ref RequestCheck check, JToken json, Rule<T>? rule)
        {
            var isNumber = json.Type is JTokenType.Integer or JTokenType.Float or JTokenType.Raw;
            if (!isNumber || (isWhole && !IsWhole(json)))
            {
                check.Add(string.Empty, "must be " + Words);
            }
            else if (TryRead(json, out var value) || TryConvert(json, out value))
            {
                rule?.Check(ref check, value);
            }
            else
            {
                (rule as NumberRule<T>)?.CheckBeyond(ref check, Text(json)[0] == '-');
            }
        }

        /// <summary>The value of a number in another form, such as 1.0 for 1, or of a number that is too small for its digits.</summary>
        protected abstract bool TryConvert(decimal number, out T value);

        private bool TryConvert(JToken json, out T value)
        {
            value = default;
            return decimal.TryParse(Text(json), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && TryConvert(number, out value);
        }

        private static bool IsWhole(JToken json) =>
            decimal.TryParse(Text(json), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
                ? number == decimal.Truncate(number) && (number != 0 || WireNumber.IsZero(json))
                : double.TryParse(Text(json), NumberStyles.Float, CultureInfo.InvariantCulture, out var large) && Math.Abs(large) >= 1;
    }

    internal sealed class Int32Format() : NumberFormat<int>(isWhole: true)
    {
        protected override bool TryConvert(decimal number, out int value)
        {
            var fits = number is >= int.MinValue and <= int.MaxValue;
            value = fits ? (int)number : 0;
            return fits;
        }

        public override bool Read(ref WireReader reader, out int value, out JToken? raw)
        {
            if (!reader.TryGetInt64(out var number, out raw) || number is < int.MinValue or > int.MaxValue)
            {
                return Miss(ref reader, out value, out raw);
            }

            value = (int)number;
            return true;
        }

        public override void Write(WireWriter writer, int value) => writer.WriteValue(value);
    }

    private sealed class Int64Format() : NumberFormat<long>(isWhole: true)
    {
        protected override bool TryConvert(decimal number, out long value)
        {
            var fits = number is >= long.MinValue and <= long.MaxValue;
            value = fits ? (long)number : 0;
            return fits;
        }

        public override bool Read(ref WireReader reader, out long value, out JToken? raw)
            => reader.TryGetInt64(out value, out raw) || Miss(ref reader, out value, out raw);

        public override void Write(WireWriter writer, long value) => writer.WriteValue(value);
    }

    private sealed class DecimalFormat() : NumberFormat<decimal>(isWhole: false)
    {
        protected override bool TryConvert(decimal number, out decimal value)
        {
            value = number;
            return true;
        }

        public override bool Read(ref WireReader reader, out decimal value, out JToken? raw)
            => reader.TryGetDecimal(out value, out raw) || Miss(ref reader, out value, out raw);

        // A whole number is written without a fraction: 10, not 10.0.
        public override void Write(WireWriter writer, decimal value)
        {
            if (value != decimal.Truncate(value))
            {
                writer.WriteValue(value);
            }
            else if (value is >= long.MinValue and <= long.MaxValue)
            {
                writer.WriteValue((long)value);
            }
            else
            {
                writer.WriteValue(new BigInteger(value));
            }
        }
    }

    private sealed class AnyFormat : WireFormat<JToken>
    {
        protected override string Words => "JSON";

        public override bool Read(ref WireReader reader, out JToken? value, out JToken? raw)
        {
            value = reader.ReadAny();
            raw = null;
            return true;
        }

        public override void Write(WireWriter writer, JToken value) => writer.WriteAny(value);
    }
}
