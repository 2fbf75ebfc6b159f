using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using WalletKit.Rules;
using WalletKit.Stores;
using WalletKit.Testing.Model.Answers;

namespace WalletKit.Testing.Histories;

/// <summary>Calls as JSON, one line each.</summary>
internal static class HistoryJson
{
    private static readonly Type[] Commands =
    [
        typeof(OpenWallet), typeof(Deposit), typeof(Withdraw), typeof(Transfer), typeof(PlaceHold), typeof(CaptureHold), typeof(VoidHold), typeof(ExpireHolds),
        typeof(Reverse), typeof(FreezeWallet), typeof(UnfreezeWallet), typeof(CloseWallet), typeof(SetCreditLimit), typeof(CorrectTime), typeof(EraseWallet), typeof(PayRebate), typeof(FailRebate),
        typeof(RequeueRebate),
    ];

    private static readonly JsonSerializerOptions Options = new()
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new CurrencyConverter(), new MetadataConverter() },
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { NameCommands } },
    };

    public static string Write(DateTimeOffset now) => JsonSerializer.Serialize(now, Options);

    public static DateTimeOffset ReadTime(string line) => Read<DateTimeOffset>(line);

    public static string Write(RecordedCall call) => JsonSerializer.Serialize(
        new Line(
            call.Caller,
            call.Start,
            call.End,
            call.Batch?.ToArray(),
            call.Batch?.IdempotencyKey,
            call.Batch?.ExpectedVersions.Select(expected => new Version(expected.WalletId, expected.Version)).ToArray(),
            call.Owner,
            call.Answer),
        Options);

    public static RecordedCall ReadCall(string line)
    {
        var read = Read<Line>(line);
        return new RecordedCall
        {
            Caller = read.Caller,
            Start = read.Start,
            End = read.End,
            Batch = read.Commands is not { } commands ? null : new CommandBatch([.. commands])
            {
                IdempotencyKey = read.Key,
                ExpectedVersions = [.. read.Versions?.Select(expected => (expected.Wallet, expected.Number)) ?? []],
            },
            Owner = read.Owner,
            Answer = read.Answer,
        };
    }

    private static T Read<T>(string line)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(line, Options) ?? throw new FormatException($"A line of a history is no null: {line}");
        }
        catch (JsonException exception)
        {
            throw new FormatException($"This is no line of a history: {line}", exception);
        }
    }

    private static void NameCommands(JsonTypeInfo type)
    {
        if (type.Type == typeof(WalletCommand))
        {
            type.PolymorphismOptions = new JsonPolymorphismOptions { TypeDiscriminatorPropertyName = "is" };
            foreach (var command in Commands)
            {
                type.PolymorphismOptions.DerivedTypes.Add(new JsonDerivedType(command, command.Name));
            }
        }
    }

    private sealed record Line(string Caller, long Start, long? End, WalletCommand[]? Commands, string? Key, Version[]? Versions, string? Owner, string? Answer);

    private sealed record Version(WalletId Wallet, long Number);

    private sealed class CurrencyConverter : JsonConverter<WalletKit.Currency>
    {
        public override WalletKit.Currency Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.GetString()?.Split('/') is [var code, var exponent] && int.TryParse(exponent, out var decimals)
                ? WalletKit.Currency.Restore(code, decimals)
                : throw new JsonException("A currency is its code and its exponent.");

        public override void Write(Utf8JsonWriter writer, WalletKit.Currency value, JsonSerializerOptions options) =>
            writer.WriteStringValue($"{value.Code}/{value.Exponent}");
    }

    private sealed class MetadataConverter : JsonConverter<TransactionMetadata>
    {
        public override TransactionMetadata Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            TransactionMetadata.FromJson(reader.GetString()!);

        public override void Write(Utf8JsonWriter writer, TransactionMetadata value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToJson());
    }
}
