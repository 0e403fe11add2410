using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace PostPress;

/// <summary>The base class of all objects of the API. It keeps the members that the type does not declare.</summary>
/// <remarks>
/// <para>
/// Responses are read tolerantly, without exceptions. A member that is absent, <c>null</c> or of another JSON type than documented
/// is <see langword="null"/>, or empty if it is a list. A list contains the items that are as documented. Serializing the object
/// writes the JSON that was read, with the same digits of numbers, except for properties that were changed.
/// </para>
/// <para>Instances are thread-safe unless they are changed.</para>
/// </remarks>
public abstract class WireObject
{
    private WireFields? _fields;

    // One bit for each of the first 64 documented members: whether it was read as null. This distinguishes null from
    // absent members without an entry in AdditionalProperties.
    private ulong _nulls;

    private protected WireObject()
    {
    }

    /// <summary>The members that the type does not declare, by their names in JSON. Never <see langword="null"/>.</summary>
    /// <remarks>
    /// It also contains a documented member whose value has another JSON type than documented, such as a text instead of a number.
    /// The property is then <see langword="null"/>. When the object is serialized, a property with a value takes precedence over
    /// an entry with the same name.
    /// </remarks>
    public IDictionary<string, JToken> AdditionalProperties => Fields;

    private WireFields Fields => _fields ??= new WireFields();

    /// <summary>Keeps JSON that is not an object, although an object is documented.</summary>
    internal void KeepRaw(JToken whole) => Fields.Whole = whole;

    internal void Write(WireWriter writer)
    {
        if (_fields?.Whole is { } whole)
        {
            writer.WriteAny(whole);
            return;
        }

        writer.WriteStartObject();
        var fields = new FieldWriter(writer, MemberNames, _fields, _nulls);
        WriteFields(ref fields);
        fields.WriteRest();
        writer.WriteEndObject();
    }

    /// <summary>Checks the object as part of a request; responses are never checked.</summary>
    internal void Check(ref RequestCheck check)
    {
        if (_fields?.Whole is not null)
        {
            check.Add(string.Empty, "must be an object");
        }
        else
        {
            CheckFields(ref check);
        }
    }

    /// <summary>Checks the rules of the members. Only types that a request can contain override this.</summary>
    private protected virtual void CheckFields(ref RequestCheck check)
    {
    }

    /// <summary>Checks the ids in the object. Only types that can contain ids of several types override this.</summary>
    /// <param name="check">Collects the violations.</param>
    /// <param name="rule">The rule for the ids of this object.</param>
    internal virtual void CheckIds(ref RequestCheck check, Rule<string> rule)
    {
    }

    /// <summary>Checks one member. Returns the number of members that are written for it: 1, or 0 if it is absent.</summary>
    /// <param name="check">Collects the violations.</param>
    /// <param name="number">The number of the member in <see cref="MemberNames"/>.</param>
    /// <param name="member">The name in C#.</param>
    /// <param name="kind">Whether the member is required or nullable, and whether it accepts undocumented values.</param>
    /// <param name="value">The value of the property.</param>
    /// <param name="format">The format of a <typeparamref name="T"/> in JSON.</param>
    /// <param name="rule">The rule for the value; <see langword="null"/> if there is none.</param>
    private protected int CheckField<T>(ref RequestCheck check, int number, string member, FieldKind kind, T? value, WireFormat<T> format, Rule<T>? rule)
        where T : class
    {
        if (value is null)
        {
            return CheckUnset(ref check, number, member, kind, format, rule);
        }

        var name = MemberNames[number];
        if (_fields?.Unchanged(name, value, format) is { } raw && !format.IsWhole(value, raw))
        {
            CheckOther(ref check, name, member, kind, raw, format, rule);
        }
        else
        {
            check.Check(name, member, value, rule);
        }

        return 1;
    }

    /// <inheritdoc cref="CheckField{T}(ref RequestCheck, int, string, FieldKind, T, WireFormat{T}, Rule{T})"/>
    private protected int CheckField<T>(ref RequestCheck check, int number, string member, FieldKind kind, T? value, WireFormat<T> format, Rule<T>? rule)
        where T : struct
    {
        if (value is null)
        {
            return CheckUnset(ref check, number, member, kind, format, rule);
        }

        check.Check(MemberNames[number], member, value.GetValueOrDefault(), rule);
        return 1;
    }

    /// <summary>Checks that the constant that identifies this variant was not replaced by another value.</summary>
    private protected int CheckTag(ref RequestCheck check, string name, string constant)
    {
        if (_fields is not null && _fields.TryGetValue(name, out var tag) && !(tag.Type == JTokenType.String && (string?)tag == constant))
        {
            check.Add(name, "must be " + constant);
        }

        return 1;
    }

    /// <summary>Checks the members that the type does not declare. Returns their number.</summary>
    /// <param name="check">Collects the violations.</param>
    /// <param name="isClosed">Whether undeclared members are not allowed.</param>
    /// <param name="isDeclared">Returns whether a name belongs to a declared member.</param>
    private protected int CheckRest(ref RequestCheck check, bool isClosed, Func<string, bool> isDeclared)
    {
        var count = 0;
        if (_fields is not null)
        {
            foreach (var name in _fields.Keys)
            {
                var unknown = isDeclared(name) ? 0 : 1;
                count += unknown;
                if (isClosed && unknown > 0)
                {
                    check.Add(name, "is not known here");
                }
            }
        }

        return count;
    }

    /// <summary>Whether a member is written.</summary>
    private protected bool Has(string name, bool isSet) => isSet || _fields?.ContainsKey(name) == true;

    /// <summary>A property without a value can still be written: as the null that was read, or as its entry in AdditionalProperties.</summary>
    private int CheckUnset<T>(ref RequestCheck check, int number, string member, FieldKind kind, WireFormat<T> format, Rule<T>? rule)
    {
        var name = MemberNames[number];
        JToken? other = null;
        _fields?.TryGetValue(name, out other);
        if (other is not null && other.Type != JTokenType.Null)
        {
            CheckOther(ref check, name, member, kind, other, format, rule);
            return 1;
        }

        if (other is not null || (number < 64 && (_nulls & (1UL << number)) != 0))
        {
            if (!Is(kind, FieldKind.Nullable))
            {
                check.Add(name, Rule.NotNull, member);
            }

            return 1;
        }

        if (Is(kind, FieldKind.Required))
        {
            check.Add(name, Rule.Required, member);
        }

        return 0;
    }

    /// <summary>Checks the JSON that is written instead of the property.</summary>
    private static void CheckOther<T>(ref RequestCheck check, string name, string member, FieldKind kind, JToken other, WireFormat<T> format, Rule<T>? rule)
    {
        if (!Is(kind, FieldKind.Open))
        {
            var mark = check.Count;
            format.CheckToken(ref check, other, rule);
            check.Under(mark, name, member);
        }
    }

    private static bool Is(FieldKind kind, FieldKind flag) => (kind & flag) == flag;

    /// <summary>The names of the documented members in the JSON. The number of a member is its index in this list.</summary>
    private protected abstract WireNames MemberNames { get; }

    /// <summary>Whether a null that was read is written back. It is not in types that only requests contain.</summary>
    private protected virtual bool KeepsNulls => true;

    /// <summary>Writes the documented members that have a value.</summary>
    private protected abstract void WriteFields(ref FieldWriter fields);

    /// <summary>Reads a member. JSON that is not a <typeparamref name="T"/> is kept.</summary>
    /// <param name="reader">A reader that is at the value.</param>
    /// <param name="member">The number of the member.</param>
    /// <param name="format">The format of a <typeparamref name="T"/> in JSON.</param>
    private protected T? Read<T>(ref WireReader reader, int member, WireFormat<T> format)
        where T : class
        => TryRead(ref reader, member, format, out var value) ? value : null;

    /// <inheritdoc cref="Read{T}(ref WireReader, int, WireFormat{T})"/>
    private protected T? ReadValue<T>(ref WireReader reader, int member, WireFormat<T> format)
        where T : struct
        => TryRead(ref reader, member, format, out var value) ? value : null;

    // Most members have these types. The compiler selects these overloads, which avoid the general path. Other JSON takes the general path.
    private protected string? Read(ref WireReader reader, int member, Scalar.StringFormat format)
        => reader.Token == JsonToken.String ? reader.GetString() : Read<string>(ref reader, member, format);

    private protected bool? ReadValue(ref WireReader reader, int member, Scalar.BooleanFormat format)
        => reader.Token == JsonToken.Boolean ? reader.GetBoolean() : ReadValue<bool>(ref reader, member, format);

    private protected int? ReadValue(ref WireReader reader, int member, Scalar.Int32Format format)
        => reader.TryGetPlainInt32(out var number) ? number : ReadValue<int>(ref reader, member, format);

    private protected T? Read<T>(ref WireReader reader, int member, ObjectFormat<T> format)
        where T : WireObject
        => reader.Token == JsonToken.StartObject ? format.ReadObject(ref reader) : Read<T>(ref reader, member, (WireFormat<T>)format);

    /// <summary>Reads the constant that identifies this variant. Another value is kept.</summary>
    /// <returns>Whether it was the constant.</returns>
    private protected bool ReadTag(ref WireReader reader, int member, string constant)
    {
        if (reader.Token == JsonToken.String && reader.IsText(constant))
        {
            return true;
        }

        Fields[MemberNames[member]] = reader.ReadAny();
        return false;
    }

    /// <summary>Keeps a member that is not documented.</summary>
    private protected void ReadUnknown(ref WireReader reader) => Fields[reader.UnknownName] = reader.ReadAny();

    /// <summary>The tag of an object of an unknown variant; <see langword="null"/> if it has none.</summary>
    private protected string? Tag(string name)
        => _fields is not null && _fields.TryGetValue(name, out var tag) && tag.Type == JTokenType.String
            ? (string?)tag
            : null;

    private bool TryRead<T>(ref WireReader reader, int member, WireFormat<T> format, out T? value)
    {
        if (reader.Token == JsonToken.Null)
        {
            value = default;
            KeepNull(member);
            return false;
        }

        var isRead = format.Read(ref reader, out value, out var raw);
        if (raw is not null)
        {
            KeepRaw(MemberNames[member], isRead, value, format, raw);
        }

        return isRead;
    }

    private void KeepRaw<T>(string name, bool isRead, T? value, WireFormat<T> format, JToken raw)
    {
        if (isRead)
        {
            Fields.Keep(name, format.ToToken(value!), raw);
        }
        else
        {
            Fields[name] = raw;
        }
    }

    private void KeepNull(int member)
    {
        if (!KeepsNulls)
        {
            return;
        }

        if (member < 64)
        {
            _nulls |= 1UL << member;
        }
        else
        {
            Fields[MemberNames[member]] = JValue.CreateNull();
        }
    }
}

/// <summary>The kind of a member in a request.</summary>
[Flags]
internal enum FieldKind
{
    Optional = 0,
    Required = 1,
    Nullable = 2,

    /// <summary>Undocumented values are accepted too, because the API may be newer than the contract.</summary>
    Open = 4,
}

/// <summary>The members of an object that its type does not declare.</summary>
internal sealed class WireFields : Dictionary<string, JToken>
{
    // For members with a value: the JSON that is written for the value, and the original JSON.
    private Dictionary<string, KeyValuePair<JToken, JToken>>? _raw;

    public WireFields()
        : base(StringComparer.Ordinal)
    {
    }

    public WireFields(WireFields other)
        : base(other, StringComparer.Ordinal) => _raw = other._raw;

    /// <summary>The original JSON if it was not an object; otherwise null.</summary>
    public JToken? Whole { get; set; }

    /// <summary>Keeps the original JSON of a value that would be written differently.</summary>
    public void Keep(string name, JToken written, JToken raw)
        => (_raw ??= new(StringComparer.Ordinal))[name] = new(written, raw);

    /// <summary>The original JSON of a value; <see langword="null"/> if the value is written as the same JSON, or was changed.</summary>
    public JToken? Unchanged<T>(string name, T value, WireFormat<T> format)
        => _raw is not null && _raw.TryGetValue(name, out var kept) && JToken.DeepEquals(kept.Key, format.ToToken(value)) ? kept.Value : null;
}

/// <summary>Writes the members of one object: those that have a value, those that were read as null, then the rest.</summary>
internal struct FieldWriter
{
    private readonly WireWriter _writer;
    private readonly WireNames _names;
    private readonly ulong _nulls;
    private WireFields? _rest;

    public FieldWriter(WireWriter writer, WireNames names, WireFields? rest, ulong nulls)
    {
        _writer = writer;
        _names = names;
        _rest = rest;
        _nulls = nulls;
    }

    public void Write<T>(int member, T? value, WireFormat<T> format)
        where T : class
    {
        if (value is null)
        {
            WriteNull(member);
        }
        else
        {
            WriteValue(member, value, format);
        }
    }

    public void Write<T>(int member, T? value, WireFormat<T> format)
        where T : struct
    {
        if (value is null)
        {
            WriteNull(member);
        }
        else
        {
            WriteValue(member, value.GetValueOrDefault(), format);
        }
    }

    // Most members of a request are strings. They use a direct path, as in reading.
    public void Write(int member, string? value, Scalar.StringFormat format)
    {
        if (value is not null && _rest is null)
        {
            _writer.WriteName(_names, member);
            _writer.WriteValue(value);
        }
        else
        {
            Write<string>(member, value, format);
        }
    }

    public void WriteList<T>(int member, IList<T>? value, WireFormat<IList<T>> format)
        => Write(member, value is AbsentList<T> { Count: 0 } ? null : value, format);

    /// <summary>Writes the constant that identifies the variant, unless another value was read for it.</summary>
    public readonly void WriteTag(int member, string constant)
    {
        if (_rest is null || !_rest.ContainsKey(_names[member]))
        {
            _writer.WriteName(_names, member);
            _writer.WriteValue(constant);
        }
    }

    public readonly void WriteRest()
    {
        if (_rest is null)
        {
            return;
        }

        foreach (var field in _rest)
        {
            _writer.WriteName(field.Key);
            _writer.WriteAny(field.Value);
        }
    }

    private readonly void WriteNull(int member)
    {
        if (member < 64 && (_nulls & (1UL << member)) != 0 && (_rest is null || !_rest.ContainsKey(_names[member])))
        {
            _writer.WriteName(_names, member);
            _writer.WriteNull();
        }
    }

    private void WriteValue<T>(int member, T value, WireFormat<T> format)
    {
        _writer.WriteName(_names, member);
        if (_rest is null)
        {
            format.Write(_writer, value);
            return;
        }

        var name = _names[member];
        if (_rest.Unchanged(name, value, format) is { } raw)
        {
            _writer.WriteAny(raw);
        }
        else
        {
            format.Write(_writer, value);
        }

        if (_rest.ContainsKey(name))
        {
            // Changes a copy, because other threads can write the same object.
            _rest = new WireFields(_rest);
            _rest.Remove(name);
        }
    }
}
