using System.ComponentModel;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace WalletKit;

/// <summary>Writes a value to JSON as its text, also as the key of a dictionary, and reads it back.</summary>
/// <remarks>It is public for the contexts that source generators make in other assemblies.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public class TextJsonConverter<T> : JsonConverter<T>
    where T : ISpanParsable<T>
{
    /// <inheritdoc/>
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String ? Parse(reader.GetString()) : throw new JsonException($"A {typeof(T).Name} is a JSON string.");

    /// <inheritdoc/>
    public override T ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Parse(reader.GetString());

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStringValue(Show(value));
    }

    /// <inheritdoc/>
    public override void WriteAsPropertyName(Utf8JsonWriter writer, T value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WritePropertyName(Show(value));
    }

    /// <summary>Returns the text that <c>Parse</c> of the type reads.</summary>
    protected virtual string Show(T value) => value?.ToString() ?? throw new ArgumentNullException(nameof(value));

    private static T Parse(string? text) =>
        T.TryParse(text, CultureInfo.InvariantCulture, out var value) ? value : throw new JsonException($"'{text}' is no {typeof(T).Name}.");
}
