using System.Text.Json;
using System.Text.Json.Serialization;
using WalletKit.Stores;

namespace WalletKit.Model.Secrets;

/// <summary>Writes a secret as Base64, for stores that keep their records as JSON.</summary>
internal sealed class SecretJsonConverter : JsonConverter<Secret>
{
    public override Secret Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TryGetBytesFromBase64(out var bytes) && bytes.Length == Secret.Size
            ? new Secret(bytes)
            : throw new JsonException($"A secret is {Secret.Size} bytes as Base64.");

    public override void Write(Utf8JsonWriter writer, Secret value, JsonSerializerOptions options)
    {
        Span<byte> bytes = stackalloc byte[Secret.Size];
        value.CopyTo(bytes);
        writer.WriteBase64StringValue(bytes);
    }
}
