using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using WalletKit.Rules;

namespace WalletKit.Samples.CustomStore;

/// <summary>A value as one text.</summary>
internal abstract class TextConverter<T>(Func<T, string> write, Func<string, T> read) : JsonConverter<T>
{
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => read(reader.GetString()!);

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(write(value));

    /// <summary>Splits a text into the name before the last slash and the number after it.</summary>
    protected static (string Name, long Number) Split(string text)
    {
        var slash = text.LastIndexOf('/');
        return (text[..slash], long.Parse(text.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture));
    }
}

internal sealed class WalletIdConverter() : TextConverter<WalletId>(id => id.ToString(), WalletId.Parse);

internal sealed class TransactionIdConverter() : TextConverter<TransactionId>(
    id => id.ToString(),
    text => Split(text) is var (wallet, sequence) ? new TransactionId(WalletId.Parse(wallet), sequence) : default);

internal sealed class HoldIdConverter() : TextConverter<HoldId>(
    id => id.ToString(),
    text => Split(text) is var (wallet, number) ? new HoldId(WalletId.Parse(wallet), number) : default);

/// <summary>A currency with its exponent, which stays the same from the opening of the wallet on: <c>USD/2</c>.</summary>
internal sealed class CurrencyConverter() : TextConverter<Currency>(
    currency => string.Create(CultureInfo.InvariantCulture, $"{currency.Code}/{currency.Exponent}"),
    text => Split(text) is var (code, exponent) ? Currency.Restore(code, checked((int)exponent)) : null!);

internal sealed class HashConverter() : TextConverter<Sha256Hash>(hash => hash.ToString(), text => Sha256Hash.Parse(text));
