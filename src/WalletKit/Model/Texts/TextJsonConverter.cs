using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace WalletKit.Model.Texts;

/// <summary>Writes a value to JSON as its text, also as the key of a dictionary, and reads it back.</summary>
internal class TextJsonConverter<T> : JsonConverter<T>
    where T : ISpanParsable<T>
{
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String ? Parse(reader.GetString()) : throw new JsonException($"A {typeof(T).Name} is a JSON string.");

    public override T ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Parse(reader.GetString());

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(Show(value));

    public override void WriteAsPropertyName(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WritePropertyName(Show(value));

    /// <summary>Returns the text that <c>Parse</c> of the type reads.</summary>
    protected virtual string Show(T value) => value.ToString()!;

    private static T Parse(string? text) =>
        T.TryParse(text, CultureInfo.InvariantCulture, out var value) ? value : throw new JsonException($"'{text}' is no {typeof(T).Name}.");
}
