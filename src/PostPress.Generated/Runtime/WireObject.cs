using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace PostPress;

/// <summary>What every object of the API has in common: it keeps what its type does not declare.</summary>
/// <remarks>
/// <para>
/// Answers are read with tolerance. A member that the API left out, sent as <c>null</c> or sent as
/// another kind of value than documented is <see langword="null"/> here; nothing throws for it, and
/// writing the object gives back what was read.
/// </para>
/// <para>Instances are not thread-safe while they are being changed.</para>
/// </remarks>
public abstract class WireObject
{
    private WireFields? _fields;

    // One bit for each of the first 64 documented members: it was read as null. So null is told from
    // absent without an entry in AdditionalProperties.
    private ulong _nulls;

    private protected WireObject()
    {
    }

    /// <summary>The members that the type does not declare, by their names on the wire. Never <see langword="null"/>.</summary>
    /// <remarks>
    /// A documented member is here, too, when the API sent a value of another kind than documented
    /// (text for a number, say) while the property is <see langword="null"/>. On writing, a property
    /// that has a value wins over an entry of the same name.
    /// </remarks>
    public IDictionary<string, JToken> AdditionalProperties => _fields ??= new WireFields();

    /// <summary>Reads the members from a reader that stands at the beginning of the object; leaves it at the end.</summary>
    internal void ReadFields(WireReader reader)
    {
        reader.Read();
        while (reader.Token == JsonToken.PropertyName)
        {
            string name = (string)reader.Value!;
            reader.Read();
            ReadField(reader, name);
            reader.Read();
        }
    }

    /// <summary>Keeps something that is not even an object, but stands where one is documented.</summary>
    internal void Keep(JToken whole) => (_fields ??= new WireFields()).Whole = whole;

    internal void Write(JsonWriter writer)
    {
        if (_fields?.Whole is { } whole)
        {
            whole.WriteTo(writer);
            return;
        }

        writer.WriteStartObject();
        var fields = new FieldWriter(writer, _fields, _nulls);
        WriteFields(ref fields);
        fields.WriteRest();
        writer.WriteEndObject();
    }

    /// <summary>Reads the value of one member, documented or not.</summary>
    private protected abstract void ReadField(WireReader reader, string name);

    /// <summary>Writes the documented members that have a value.</summary>
    private protected abstract void WriteFields(ref FieldWriter fields);

    /// <summary>Reads a member; anything but a <typeparamref name="T"/> is kept aside.</summary>
    /// <param name="reader">Stands at the value.</param>
    /// <param name="name">The name on the wire.</param>
    /// <param name="bit">The place of the member in its type; negative if a null need not be remembered.</param>
    /// <param name="format">How a <typeparamref name="T"/> stands in JSON.</param>
    private protected T? Read<T>(WireReader reader, string name, int bit, WireFormat<T> format)
        where T : class
        => TryRead(reader, name, bit, format, out T? value) ? value : null;

    /// <inheritdoc cref="Read{T}"/>
    private protected T? ReadValue<T>(WireReader reader, string name, int bit, WireFormat<T> format)
        where T : struct
        => TryRead(reader, name, bit, format, out T value) ? value : null;

    /// <summary>Reads the constant that tells this variant; another value is kept aside.</summary>
    private protected void ReadTag(WireReader reader, string name, string constant)
    {
        if (reader.Token != JsonToken.String || (string)reader.Value! != constant)
        {
            ReadUnknown(reader, name);
        }
    }

    private protected void ReadUnknown(WireReader reader, string name)
        => (_fields ??= new WireFields())[name] = reader.ReadAny();

    /// <summary>What an object of an unknown variant says that it is, or <see langword="null"/>.</summary>
    private protected string? Tag(string name)
        => _fields is not null && _fields.TryGetValue(name, out JToken? tag) && tag.Type == JTokenType.String
            ? (string?)tag
            : null;

    private bool TryRead<T>(WireReader reader, string name, int bit, WireFormat<T> format, out T? value)
    {
        if (reader.Token == JsonToken.Null)
        {
            value = default;
            KeepNull(name, bit);
            return false;
        }

        JToken? unexpected = format.Read(reader, out value);
        if (unexpected is null)
        {
            return true;
        }

        (_fields ??= new WireFields())[name] = unexpected;
        return false;
    }

    private void KeepNull(string name, int bit)
    {
        if (bit >= 64)
        {
            (_fields ??= new WireFields())[name] = JValue.CreateNull();
        }
        else if (bit >= 0)
        {
            _nulls |= 1UL << bit;
        }
    }
}

/// <summary>The members of an object that its type does not declare.</summary>
internal sealed class WireFields : Dictionary<string, JToken>
{
    public WireFields()
        : base(StringComparer.Ordinal)
    {
    }

    public WireFields(WireFields other)
        : base(other, StringComparer.Ordinal)
    {
    }

    /// <summary>Set when there is no object at all but another kind of value: that value.</summary>
    public JToken? Whole { get; set; }
}

/// <summary>Writes the members of one object: those that have a value, those that were read as null, then the rest.</summary>
internal struct FieldWriter
{
    private readonly JsonWriter _writer;
    private readonly ulong _nulls;
    private WireFields? _rest;

    public FieldWriter(JsonWriter writer, WireFields? rest, ulong nulls)
    {
        _writer = writer;
        _rest = rest;
        _nulls = nulls;
    }

    public void Write<T>(string name, int bit, T? value, WireFormat<T> format)
        where T : class
    {
        if (value is null)
        {
            WriteNull(name, bit);
        }
        else
        {
            Begin(name);
            format.Write(_writer, value);
        }
    }

    public void Write<T>(string name, int bit, T? value, WireFormat<T> format)
        where T : struct
    {
        if (value is null)
        {
            WriteNull(name, bit);
        }
        else
        {
            Begin(name);
            format.Write(_writer, value.GetValueOrDefault());
        }
    }

    /// <summary>Writes the constant that tells the variant, unless something else was read in its place.</summary>
    public readonly void WriteTag(string name, string constant)
    {
        if (_rest is null || !_rest.ContainsKey(name))
        {
            _writer.WritePropertyName(name);
            _writer.WriteValue(constant);
        }
    }

    public readonly void WriteRest()
    {
        if (_rest is null)
        {
            return;
        }

        foreach (KeyValuePair<string, JToken> field in _rest)
        {
            _writer.WritePropertyName(field.Key);
            field.Value.WriteTo(_writer);
        }
    }

    private readonly void WriteNull(string name, int bit)
    {
        if (bit is >= 0 and < 64 && (_nulls & (1UL << bit)) != 0 && (_rest is null || !_rest.ContainsKey(name)))
        {
            _writer.WritePropertyName(name);
            _writer.WriteNull();
        }
    }

    private void Begin(string name)
    {
        if (_rest is not null && _rest.ContainsKey(name))
        {
            // A copy: other threads may be writing the same object.
            _rest = new WireFields(_rest);
            _rest.Remove(name);
        }

        _writer.WritePropertyName(name);
    }
}
