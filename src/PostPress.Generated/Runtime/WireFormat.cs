using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace PostPress;

/// <summary>How a <typeparamref name="T"/> stands in JSON; also what plain <see cref="JsonConvert"/> uses for it.</summary>
internal abstract class WireFormat<T> : JsonConverter
{
    // The format of a list of them, once it was asked for. Typed, it would be a generic recursion without end (list of lists
    // of lists …), which AOT compilation follows for a while and then warns of.
    internal object? _list;

    /// <summary>Whether it is a number, or a list of them: JSON has more numbers than C#.</summary>
    public virtual bool TakesNumbers => false;

    /// <summary>Reads the value at the reader's token and leaves the reader at its last token.</summary>
    /// <returns><see langword="null"/> if it was a <typeparamref name="T"/>; otherwise what stood there instead.</returns>
    public abstract JToken? Read(ref WireReader reader, out T? value);

    /// <summary>As <see cref="Read"/>, for an element of a list: a type that can keep anything does so.</summary>
    public virtual JToken? ReadElement(ref WireReader reader, out T? value) => Read(ref reader, out value);

    public abstract void Write(JsonWriter writer, T value);

    /// <summary>Reads a whole document.</summary>
    /// <exception cref="JsonException">It is malformed, ends too early, or is not a <typeparamref name="T"/>.</exception>
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
    /// <exception cref="JsonException">It is malformed, ends too early, or is not a <typeparamref name="T"/>.</exception>
    public T ReadDocument(ArraySegment<byte> json)
    {
#if NET
        ReadOnlySpan<byte> text = json.AsSpan();
        ReadOnlySpan<byte> mark = [0xEF, 0xBB, 0xBF];
        try
        {
            var wire = new WireReader(text.StartsWith(mark) ? text[mark.Length..] : text, stackalloc char[WireReader.BufferSize]);
            return ReadDocument(ref wire);
        }
        catch (System.Text.Json.JsonException e)
        {
            // Its message and the exception itself stay behind: they quote what they found.
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

            return Read(ref wire, out var value) is null ? value : throw wire.Unexpected(typeof(T).Name);
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
            Write(writer, (T)value);
        }
    }

    private T ReadDocument(ref WireReader wire)
    {
        if (Read(ref wire, out var value) is not null)
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
    /// <summary>An empty object of the variant at whose beginning the reader stands.</summary>
    public abstract T Create(ref WireReader reader);

    public sealed override JToken? Read(ref WireReader reader, out T? value)
    {
        if (reader.Token != JsonToken.StartObject)
        {
            value = null;
            return reader.ReadAny();
        }

        value = Create(ref reader);
        value.ReadFields(ref reader);
        return null;
    }

    public sealed override JToken? ReadElement(ref WireReader reader, out T? value)
    {
        if (Read(ref reader, out value) is { } whole)
        {
            // One odd element does not cost the others: it becomes an empty object that writes itself back.
            value = Create(ref reader);
            value.KeepRaw(whole);
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

    /// <summary>The string at the reader; a listed one need not be made anew.</summary>
    protected virtual string GetText(ref WireReader reader) => reader.GetString();

    public sealed override JToken? Read(ref WireReader reader, out T value)
    {
        if (reader.Token != JsonToken.String)
        {
            value = default;
            return reader.ReadAny();
        }

        value = FromText(GetText(ref reader));
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

    public sealed override JToken? Read(ref WireReader reader, out T value)
    {
        if (reader.Token == JsonToken.String)
        {
            value = FromText(reader.GetString());
            return null;
        }

        if (Scalar.Int32.Read(ref reader, out var number) is { } unexpected)
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

internal static class ListFormat
{
    extension<T>(WireFormat<T> item)
    {
        /// <summary>The same for a list of them.</summary>
        public WireFormat<IList<T>> List => (ListFormat<T>)(item._list ??= new ListFormat<T>(item));
    }
}

internal sealed class ListFormat<T>(WireFormat<T> item) : WireFormat<IList<T>>
{
    public override bool TakesNumbers => item.TakesNumbers;

    public override JToken? Read(ref WireReader reader, out IList<T>? value)
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
            if (item.ReadElement(ref reader, out var element) is { } unexpected)
            {
                return ReadRest(ref reader, list, unexpected);
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
        foreach (var element in value)
        {
            item.Write(writer, element);
        }

        writer.WriteEndArray();
    }

    /// <summary>An element of another kind makes the whole list another kind of value.</summary>
    private JArray ReadRest(ref WireReader reader, List<T> before, JToken unexpected)
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
        public override JToken? Read(ref WireReader reader, out string? value)
        {
            if (reader.Token != JsonToken.String)
            {
                value = null;
                return reader.ReadAny();
            }

            value = reader.GetString();
            return null;
        }

        public override void Write(JsonWriter writer, string value) => writer.WriteValue(value);
    }

    private sealed class BooleanFormat : WireFormat<bool>
    {
        public override JToken? Read(ref WireReader reader, out bool value)
        {
            if (reader.Token != JsonToken.Boolean)
            {
                value = false;
                return reader.ReadAny();
            }

            value = reader.GetBoolean();
            return null;
        }

        public override void Write(JsonWriter writer, bool value) => writer.WriteValue(value);
    }

    private sealed class Int32Format : WireFormat<int>
    {
        public override bool TakesNumbers => true;

        public override JToken? Read(ref WireReader reader, out int value)
        {
            if (!reader.TryGetInt64(out var number) || number is < int.MinValue or > int.MaxValue)
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

        public override JToken? Read(ref WireReader reader, out long value)
        {
            return reader.TryGetInt64(out value) ? null : reader.ReadAny();
        }

        public override void Write(JsonWriter writer, long value) => writer.WriteValue(value);
    }

    private sealed class DecimalFormat : WireFormat<decimal>
    {
        public override bool TakesNumbers => true;

        public override JToken? Read(ref WireReader reader, out decimal value)
        {
            return reader.TryGetDecimal(out value) ? null : reader.ReadAny();
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
        public override JToken? Read(ref WireReader reader, out JToken? value)
        {
            value = reader.ReadAny();
            return null;
        }

        // Newtonsoft.Json 13.0.4 and later warns of this call because it hands values to converters. Here there are none.
        [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "Only the converters that are passed, none, reflect.")]
        [UnconditionalSuppressMessage("AOT", "IL3050", Justification = "Only the converters that are passed, none, reflect.")]
        public override void Write(JsonWriter writer, JToken value) => value.WriteTo(writer);
    }
}
