#if NET
using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace PostPress;

/// <summary>
/// The converter of the types of the API for System.Text.Json. The types have it as an attribute, so it needs no registration. It
/// works with reflection and with source-generated contexts, and writes the same JSON as Newtonsoft.Json.
/// </summary>
/// <typeparam name="T">A type of the API.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class PostPressJsonConverter<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.NonPublicFields)] T> : JsonConverter<T>
{
    private static readonly WireFormat<T> Format = (WireFormat<T>)typeof(T)
        .GetField("JsonFormat", BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)!
        .GetValue(null)!;

    /// <inheritdoc/>
    public override T? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        // This is called only for value types. Newtonsoft.Json returns the same value.
        var token = reader.TokenType;
        if (token == JsonTokenType.Null)
        {
            return default;
        }

        var wire = new WireReader(reader);
        if (!Format.Read(ref wire, out var value, out _))
        {
            throw new JsonException($"Expected {typeof(T).Name}, found {token}.");
        }

        reader = wire.Utf8;
        return value;
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options)
        => Format.Write(new SystemTextJsonWireWriter(writer), value);

    /// <inheritdoc/>
    public override T ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        => Format.FromName(reader.GetString()!);

    /// <inheritdoc/>
    public override void WriteAsPropertyName(Utf8JsonWriter writer, [DisallowNull] T value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WritePropertyName(Format.ToName(value));
    }
}
#endif
