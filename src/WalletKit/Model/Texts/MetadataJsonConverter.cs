using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace WalletKit;

/// <summary>Writes metadata to JSON as one object of strings, and reads it back.</summary>
/// <remarks>It is public for the contexts that source generators make in other assemblies.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class MetadataJsonConverter : JsonConverter<TransactionMetadata>
{
    /// <inheritdoc/>
    public override TransactionMetadata Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        if (document.RootElement.ValueKind != JsonValueKind.Object)
        {
            throw new JsonException("Metadata is a JSON object of strings.");
        }

        return TransactionMetadata.From(document.RootElement.EnumerateObject().Select(static pair => KeyValuePair.Create(pair.Name, ValueOf(pair))));
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, TransactionMetadata value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(value);
        writer.WriteStartObject();
        foreach (var (key, text) in value)
        {
            writer.WriteString(key, text);
        }

        writer.WriteEndObject();
    }

    private static string ValueOf(JsonProperty pair) =>
        pair.Value.ValueKind == JsonValueKind.String ? pair.Value.GetString()! : throw new JsonException($"The value of the metadata key '{pair.Name}' is not a string.");
}
