using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace WalletKit.Model.Texts;

/// <summary>Writes at most two elements to JSON as an array, and reads them back.</summary>
internal sealed class UpToTwoJsonConverter<T> : JsonConverter<UpToTwo<T>>
    where T : class
{
    public override UpToTwo<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            throw new JsonException("At most two elements are a JSON array.");
        }

        List<T> elements = [];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            elements.Add(JsonSerializer.Deserialize(ref reader, TypeInfo(options)) ?? throw new JsonException("An element is null."));
            if (elements.Count > 2)
            {
                throw new JsonException("There are more than two elements.");
            }
        }

        return UpToTwo.Create<T>([.. elements]);
    }

    public override void Write(Utf8JsonWriter writer, UpToTwo<T> value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        foreach (var element in value)
        {
            JsonSerializer.Serialize(writer, element, TypeInfo(options));
        }

        writer.WriteEndArray();
    }

    private static JsonTypeInfo<T> TypeInfo(JsonSerializerOptions options) => (JsonTypeInfo<T>)options.GetTypeInfo(typeof(T));
}
