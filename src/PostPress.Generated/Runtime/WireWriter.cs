using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace PostPress;

/// <summary>Writes JSON for the generated code: to the bytes of a request (<see cref="Utf8WireWriter"/>), or to the writer of a JSON library.</summary>
internal abstract class WireWriter
{
    public abstract void WriteStartObject();

    public abstract void WriteEndObject();

    public abstract void WriteStartArray();

    public abstract void WriteEndArray();

    /// <summary>Writes the name of a member of a class.</summary>
    /// <param name="names">The names of its members.</param>
    /// <param name="number">The number of the member.</param>
    public abstract void WriteName(WireNames names, int number);

    public abstract void WriteName(string name);

    public abstract void WriteNull();

    public abstract void WriteValue(bool value);

    public abstract void WriteValue(long value);

    /// <summary>Writes a number with a fraction.</summary>
    public abstract void WriteValue(decimal value);

    public abstract void WriteValue(BigInteger value);

    public abstract void WriteValue(string value);

    public abstract void WriteAny(JToken value);
}

/// <summary>Writes to a <see cref="JsonWriter"/>, with the settings of <see cref="JsonConvert"/>.</summary>
internal sealed class JsonWireWriter(JsonWriter json) : WireWriter
{
    public override void WriteStartObject() => json.WriteStartObject();

    public override void WriteEndObject() => json.WriteEndObject();

    public override void WriteStartArray() => json.WriteStartArray();

    public override void WriteEndArray() => json.WriteEndArray();

    public override void WriteName(WireNames names, int number) => json.WritePropertyName(names[number]);

    public override void WriteName(string name) => json.WritePropertyName(name);

    public override void WriteNull() => json.WriteNull();

    public override void WriteValue(bool value) => json.WriteValue(value);

    public override void WriteValue(long value) => json.WriteValue(value);

    public override void WriteValue(decimal value) => json.WriteValue(value);

    public override void WriteValue(BigInteger value) => json.WriteValue((object)value);

    public override void WriteValue(string value) => json.WriteValue(value);

    // Newtonsoft.Json 13.0.4 and later reports a warning, because this method passes values to converters. There are none here.
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "Only the converters that are passed, none, reflect.")]
    [UnconditionalSuppressMessage("AOT", "IL3050", Justification = "Only the converters that are passed, none, reflect.")]
    public override void WriteAny(JToken value) => value.WriteTo(json);
}
