using System.Globalization;
using System.Numerics;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace PostPress;

/// <summary>How a <typeparamref name="T"/> stands in JSON; also what plain <see cref="JsonConvert"/> uses for it.</summary>
internal abstract class WireFormat<T> : JsonConverter
{
    private WireFormat<IList<T>>? _list;

    /// <summary>The same for a list of them.</summary>
    public WireFormat<IList<T>> List => _list ??= new ListFormat<T>(this);

    /// <summary>Whether it is a number, or a list of them: JSON has more numbers than C#.</summary>
    public virtual bool TakesNumbers => false;

    /// <summary>Reads the value at the reader's token and leaves the reader at its last token.</summary>
    /// <returns><see langword="null"/> if it was a <typeparamref name="T"/>; otherwise what stood there instead.</returns>
    public abstract JToken? Read(WireReader reader, out T? value);

    /// <summary>As <see cref="Read"/>, for an element of a list: a type that can keep anything does so.</summary>
    public virtual JToken? ReadElement(WireReader reader, out T? value) => Read(reader, out value);

    public abstract void Write(JsonWriter writer, T value);

    /// <summary>Reads a whole document.</summary>
    /// <exception cref="JsonException">It is malformed, ends too early, or is not a <typeparamref name="T"/>.</exception>
    public T ReadDocument(JsonReader reader)
    {
        using var wire = new WireReader(reader);
        if (Read(wire, out T? value) is not null)
        {
            throw wire.Unexpected(typeof(T).Name);
        }

        wire.ReadToEnd();
        return value!;
    }

    public sealed override bool CanConvert(Type objectType)
        => typeof(T).IsAssignableFrom(Nullable.GetUnderlyingType(objectType) ?? objectType);

    public sealed override object? ReadJson(JsonReader reader, Type objectType, object? existingValue, JsonSerializer serializer)
    {
        using var wire = new WireReader(reader);
        if (wire.Token == JsonToken.Null)
        {
            return objectType.IsValueType && Nullable.GetUnderlyingType(objectType) is null ? default(T) : null;
        }

        return Read(wire, out T? value) is null ? value : throw wire.Unexpected(typeof(T).Name);
    }

    public sealed override void WriteJson(JsonWriter writer, object? value, JsonSerializer serializer)
    {
        if (value is null)
        {
            writer.WriteNull();
        }
        else
        {
            Write(writer, (T)value);
        }
    }
}

/// <summary>An object of the API: a class that the contract describes, or the variants of a union.</summary>
internal abstract class ObjectFormat<T> : WireFormat<T>
    where T : WireObject
{
    /// <summary>An empty object of the variant at whose beginning the reader stands.</summary>
    public abstract T Create(WireReader reader);

    public sealed override JToken? Read(WireReader reader, out T? value)
    {
        if (reader.Token != JsonToken.StartObject)
        {
            value = null;
            return reader.ReadAny();
        }

        value = Create(reader);
        value.ReadFields(reader);
        return null;
    }

    public sealed override JToken? ReadElement(WireReader reader, out T? value)
    {
        if (Read(reader, out value) is { } whole)
        {
            // One odd element does not cost the others: it becomes an empty object that writes itself back.
            value = Create(reader);
            value.Keep(whole);
        }

        return null;
    }

    public sealed override void Write(JsonWriter writer, T value) => value.Write(writer);
}

/// <summary>An open enumeration of strings.</summary>
internal abstract class TextFormat<T> : WireFormat<T>
    where T : struct
{
    protected abstract T FromText(string text);

    protected abstract string ToText(T value);

    public sealed override JToken? Read(WireReader reader, out T value)
    {
        if (reader.Token != JsonToken.String)
        {
            value = default;
            return reader.ReadAny();
        }

        value = FromText((string)reader.Value!);
        return null;
    }

    public sealed override void Write(JsonWriter writer, T value) => writer.WriteValue(ToText(value));
}

/// <summary>An open enumeration of whole numbers and strings.</summary>
internal abstract class NumberOrTextFormat<T> : WireFormat<T>
    where T : struct
{
    protected abstract T FromNumber(int number);

    protected abstract T FromText(string text);

    protected abstract int? ToNumber(T value);

    protected abstract string ToText(T value);

    public sealed override JToken? Read(WireReader reader, out T value)
    {
        if (reader.Token == JsonToken.String)
        {
            value = FromText((string)reader.Value!);
            return null;
        }

        if (Scalar.Int32.Read(reader, out int number) is { } unexpected)
        {
            value = default;
            return unexpected;
        }

        value = FromNumber(number);
        return null;
    }

    public sealed override void Write(JsonWriter writer, T value)
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
}

internal sealed class ListFormat<T>(WireFormat<T> item) : WireFormat<IList<T>>
{
    public override bool TakesNumbers => item.TakesNumbers;

    public override JToken? Read(WireReader reader, out IList<T>? value)
    {
        value = null;
        if (reader.Token != JsonToken.StartArray)
        {
            return reader.ReadAny();
        }

        var list = new List<T>();
        reader.Read();
        while (reader.Token != JsonToken.EndArray)
        {
            if (item.ReadElement(reader, out T? element) is { } unexpected)
            {
                return ReadRest(reader, list, unexpected);
            }

            list.Add(element!);
            reader.Read();
        }

        value = list;
        return null;
    }

    public override void Write(JsonWriter writer, IList<T> value)
    {
        writer.WriteStartArray();
        foreach (T element in value)
        {
            item.Write(writer, element);
        }

        writer.WriteEndArray();
    }

    /// <summary>An element of another kind makes the whole list another kind of value.</summary>
    private JArray ReadRest(WireReader reader, List<T> before, JToken unexpected)
    {
        using var writer = new JTokenWriter();
        Write(writer, before);
        var all = (JArray)writer.Token!;
        all.Add(unexpected);
        reader.Read();
        while (reader.Token != JsonToken.EndArray)
        {
            all.Add(reader.ReadAny());
            reader.Read();
        }

        return all;
    }
}

/// <summary>The formats of values that need no type of their own.</summary>
internal static class Scalar
{
    public static readonly WireFormat<string> String = new StringFormat();
    public static readonly WireFormat<bool> Boolean = new BooleanFormat();
    public static readonly WireFormat<int> Int32 = new Int32Format();
    public static readonly WireFormat<long> Int64 = new Int64Format();
    public static readonly WireFormat<decimal> Decimal = new DecimalFormat();
    public static readonly WireFormat<JToken> Any = new AnyFormat();

    private sealed class StringFormat : WireFormat<string>
    {
        public override JToken? Read(WireReader reader, out string? value)
        {
            if (reader.Token != JsonToken.String)
            {
                value = null;
                return reader.ReadAny();
            }

            value = (string)reader.Value!;
            return null;
        }

        public override void Write(JsonWriter writer, string value) => writer.WriteValue(value);
    }

    private sealed class BooleanFormat : WireFormat<bool>
    {
        public override JToken? Read(WireReader reader, out bool value)
        {
            if (reader.Token != JsonToken.Boolean)
            {
                value = false;
                return reader.ReadAny();
            }

            value = (bool)reader.Value!;
            return null;
        }

        public override void Write(JsonWriter writer, bool value) => writer.WriteValue(value);
    }

    private sealed class Int32Format : WireFormat<int>
    {
        public override bool TakesNumbers => true;

        public override JToken? Read(WireReader reader, out int value)
        {
            if (Whole(reader, int.MinValue, int.MaxValue) is not { } number)
            {
                value = 0;
                return reader.ReadAny();
            }

            value = (int)number;
            return null;
        }

        public override void Write(JsonWriter writer, int value) => writer.WriteValue(value);
    }

    private sealed class Int64Format : WireFormat<long>
    {
        public override bool TakesNumbers => true;

        public override JToken? Read(WireReader reader, out long value)
        {
            if (Whole(reader, long.MinValue, long.MaxValue) is not { } number)
            {
                value = 0;
                return reader.ReadAny();
            }

            value = number;
            return null;
        }

        public override void Write(JsonWriter writer, long value) => writer.WriteValue(value);
    }

    private sealed class DecimalFormat : WireFormat<decimal>
    {
        public override bool TakesNumbers => true;

        public override JToken? Read(WireReader reader, out decimal value)
        {
            if (Number(reader) is not { } number)
            {
                value = 0;
                return reader.ReadAny();
            }

            value = number;
            return null;
        }

        // 10, not 10.0: a whole number is written as one.
        public override void Write(JsonWriter writer, decimal value)
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
                writer.WriteValue((object)new BigInteger(value));
            }
        }
    }

    private sealed class AnyFormat : WireFormat<JToken>
    {
        public override JToken? Read(WireReader reader, out JToken? value)
        {
            value = reader.ReadAny();
            return null;
        }

        public override void Write(JsonWriter writer, JToken value) => value.WriteTo(writer);
    }

    /// <summary>The whole number at the reader; <see langword="null"/> if there is none in these bounds.</summary>
    private static long? Whole(WireReader reader, long min, long max)
    {
        if (reader.Value is long value)
        {
            return reader.Token == JsonToken.Integer && value >= min && value <= max ? value : null;
        }

        return Number(reader) is { } number && number == decimal.Truncate(number) && number >= min && number <= max
            ? (long)number
            : null;
    }

    /// <summary>The number at the reader; <see langword="null"/> if there is none that fits a decimal.</summary>
    private static decimal? Number(WireReader reader) => reader.Token is JsonToken.Integer or JsonToken.Float
        ? reader.Value switch
        {
            long value => value,
            decimal value => value,
            int value => value,
            BigInteger value => Fit(value.ToString(CultureInfo.InvariantCulture)),

            // From a reader over a JToken. "R" is the shortest text that is this very number.
            double value => Fit(value.ToString("R", CultureInfo.InvariantCulture)),
            _ => null,
        }
        : null;

    private static decimal? Fit(string number)
        => decimal.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal value) ? value : null;
}
