#if NET
using System.Globalization;
using System.Numerics;
using System.Text.Json;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace PostPress;

/// <summary>Writes to a <see cref="Utf8JsonWriter"/>. Its settings determine escapes and indentation.</summary>
internal sealed class SystemTextJsonWireWriter(Utf8JsonWriter json) : WireWriter
{
    public override void WriteStartObject() => json.WriteStartObject();

    public override void WriteEndObject() => json.WriteEndObject();

    public override void WriteStartArray() => json.WriteStartArray();

    public override void WriteEndArray() => json.WriteEndArray();

    public override void WriteName(WireNames names, int number) => json.WritePropertyName(names.Utf8(number));

    public override void WriteName(string name) => json.WritePropertyName(name);

    public override void WriteNull() => json.WriteNullValue();

    public override void WriteValue(bool value) => json.WriteBooleanValue(value);

    public override void WriteValue(long value) => json.WriteNumberValue(value);

    public override void WriteValue(decimal value) => json.WriteNumberValue(value);

    public override void WriteValue(BigInteger value) => json.WriteRawValue(value.ToString(CultureInfo.InvariantCulture), skipInputValidation: true);

    public override void WriteValue(string value) => json.WriteStringValue(value);

    public override void WriteAny(JToken value)
    {
        using var tokens = new SystemTextJsonWriter(json);
        new JsonWireWriter(tokens).WriteAny(value);
    }
}

/// <summary>Forwards the output of a <see cref="JToken"/> to a writer of System.Text.Json.</summary>
/// <remarks>
/// Numbers and dates have the format of <see cref="JsonTextWriter"/>. The other writer determines escapes and indentation.
/// It supports only the types of numbers that formats and tokens write.
/// </remarks>
internal sealed class SystemTextJsonWriter(Utf8JsonWriter json) : JsonWriter
{
    // The base methods track the position in the JSON.
    public override void Flush() => json.Flush();

    public override void WriteStartObject()
    {
        base.WriteStartObject();
        json.WriteStartObject();
    }

    public override void WriteStartArray()
    {
        base.WriteStartArray();
        json.WriteStartArray();
    }

    public override void WritePropertyName(string name)
    {
        base.WritePropertyName(name);
        json.WritePropertyName(name);
    }

    public override void WritePropertyName(string name, bool escape) => WritePropertyName(name);

    public override void WriteComment(string? text)
    {
        base.WriteComment(text);
        json.WriteCommentValue(text ?? string.Empty);
    }

    public override void WriteNull()
    {
        base.WriteNull();
        json.WriteNullValue();
    }

    public override void WriteUndefined() => WriteNull();

    public override void WriteRawValue(string? text)
    {
        // The base method tracks the position and calls WriteRaw.
        base.WriteRawValue(null);
        json.WriteRawValue(text ?? "null", skipInputValidation: true);
    }

    public override void WriteValue(string? value)
    {
        base.WriteValue(value);
        json.WriteStringValue(value);
    }

    public override void WriteValue(bool value)
    {
        base.WriteValue(value);
        json.WriteBooleanValue(value);
    }

    public override void WriteValue(int value) => WriteValue((long)value);

    public override void WriteValue(long value)
    {
        base.WriteValue(value);
        json.WriteNumberValue(value);
    }

    public override void WriteValue(ulong value) => WriteRawValue(JsonConvert.ToString(value));

    public override void WriteValue(decimal value) => WriteRawValue(JsonConvert.ToString(value));

    public override void WriteValue(float value) => WriteValue(value, JsonConvert.ToString(value));

    public override void WriteValue(double value) => WriteValue(value, JsonConvert.ToString(value));

    public override void WriteValue(DateTime value) => WriteRawValue(JsonConvert.ToString(value));

    public override void WriteValue(DateTimeOffset value) => WriteRawValue(JsonConvert.ToString(value));

    public override void WriteValue(TimeSpan value) => WriteRawValue(JsonConvert.ToString(value));

    public override void WriteValue(Guid value) => WriteRawValue(JsonConvert.ToString(value));

    public override void WriteValue(Uri? value) => WriteValue(value?.OriginalString);

    public override void WriteValue(byte[]? value) => WriteValue(value is null ? null : Convert.ToBase64String(value));

    public override void WriteValue(object? value)
    {
        if (value is BigInteger number)
        {
            WriteRawValue(number.ToString(CultureInfo.InvariantCulture));
        }
        else
        {
            base.WriteValue(value);
        }
    }

    protected override void WriteEnd(JsonToken token)
    {
        if (token == JsonToken.EndObject)
        {
            json.WriteEndObject();
        }
        else
        {
            json.WriteEndArray();
        }
    }

    /// <summary>Writes a value that is not a number in JSON as text, like Newtonsoft.Json.</summary>
    private void WriteValue(double value, string text)
    {
        if (double.IsFinite(value))
        {
            WriteRawValue(text);
        }
        else
        {
            WriteValue(text);
        }
    }
}
#endif
