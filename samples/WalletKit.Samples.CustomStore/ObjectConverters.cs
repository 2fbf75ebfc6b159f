using System.Text.Json;
using System.Text.Json.Serialization;

namespace WalletKit.Samples.CustomStore;

/// <summary>Pairs of text as the JSON object that their own method writes.</summary>
internal sealed class MetadataConverter : JsonConverter<TransactionMetadata>
{
    public override TransactionMetadata Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        TransactionMetadata.FromJson(JsonElement.ParseValue(ref reader).GetRawText());

    public override void Write(Utf8JsonWriter writer, TransactionMetadata value, JsonSerializerOptions options) => writer.WriteRawValue(value.ToJson());
}

/// <summary>A list of at most two elements as an array.</summary>
internal sealed class UpToTwoConverter<T> : JsonConverter<UpToTwo<T>>
    where T : class
{
    public override UpToTwo<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        UpToTwo.Create<T>(JsonSerializer.Deserialize<T[]>(ref reader, options));

    public override void Write(Utf8JsonWriter writer, UpToTwo<T> value, JsonSerializerOptions options) => JsonSerializer.Serialize(writer, value.ToArray(), options);
}

/// <summary>A result that is kept under a key. It is reduced to the part that a repetition of the command gets.</summary>
internal sealed class ResultConverter : JsonConverter<CommandResult>
{
    public override CommandResult Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var kept = JsonSerializer.Deserialize<Kept>(ref reader, options)!;
        return new CommandResult { Transactions = kept.Transactions, Hold = kept.Hold, HoldVersion = kept.HoldVersion, Event = kept.Event };
    }

    public override void Write(Utf8JsonWriter writer, CommandResult value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, new Kept(value.Transactions, value.Hold, value.HoldVersion, value.Event), options);

    private sealed record Kept(UpToTwo<WalletTransaction> Transactions, Hold? Hold, long? HoldVersion, WalletEvent? Event);
}
