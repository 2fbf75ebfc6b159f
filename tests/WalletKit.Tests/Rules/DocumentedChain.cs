using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using WalletKit.Model.Money;
using WalletKit.Testing.Model.Steps;

namespace WalletKit.Tests.Rules;

/// <summary>The hashes in the form that docs/tamper-evidence.md describes, by code that shares nothing with the library's.</summary>
internal static class DocumentedChain
{
    public static string Begin(Wallet wallet) => Hash(bytes =>
    {
        bytes.Write("WKW1"u8);
        bytes.Write(wallet.Id.Value.ToByteArray(bigEndian: true));
        WriteText(bytes, wallet.OwnerId);
        WriteText(bytes, wallet.Name);
        WriteText(bytes, wallet.Currency.Code);
        bytes.Write((byte)wallet.Currency.Exponent);
        WriteInt64(bytes, Microseconds(wallet.CreatedAt));
    });

    public static string Next(string before, WalletTransaction transaction) => Hash(bytes =>
    {
        bytes.Write("WKT1"u8);
        bytes.Write(Convert.FromHexString(before));
        bytes.Write(transaction.WalletId.Value.ToByteArray(bigEndian: true));
        WriteInt64(bytes, transaction.Sequence);
        bytes.Write(transaction.Type switch
        {
            TransactionType.Deposit => (byte)1,
            TransactionType.Withdrawal => (byte)101,
            TransactionType.Rebate => (byte)2,
            TransactionType.TransferOut => (byte)103,
            TransactionType.TransferIn => (byte)3,
            TransactionType.Capture => (byte)102,
            _ => (byte)201,
        });
        WriteInt64(bytes, transaction.AmountMinorUnits);
        WriteInt64(bytes, transaction.BalanceAfterMinorUnits);
        WriteInt64(bytes, transaction.Version);
        WriteInt64(bytes, Microseconds(transaction.CreatedAt));
        WriteText(bytes, transaction.Reference);
        WriteInt32(bytes, transaction.Metadata.Count);
        foreach (var (key, value) in transaction.Metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            WriteText(bytes, key);
            WriteText(bytes, value);
        }

        WriteLinks(bytes, transaction.Links);
    });

    private static void WriteLinks(BinaryWriter bytes, TransactionLinks links)
    {
        var exchange = links.Exchange;
        object?[] present =
        [
            links.RebateOf, links.ReversalOf, links.Hold, links.HoldRemainingMinorUnits, links.Counterpart, exchange, exchange?.Rate, exchange?.Rounding,
        ];
        bytes.Write((byte)present.Select((link, bit) => link is null ? 0 : 1 << bit).Sum());
        foreach (var number in present.Take(4).OfType<long>())
        {
            WriteInt64(bytes, number);
        }

        if (links.Counterpart is { } counterpart)
        {
            bytes.Write(counterpart.WalletId.Value.ToByteArray(bigEndian: true));
            WriteInt64(bytes, counterpart.Sequence);
        }

        if (exchange is not null)
        {
            WriteText(bytes, exchange.CounterpartCurrency.Code);
            bytes.Write((byte)exchange.CounterpartCurrency.Exponent);
            WriteInt64(bytes, exchange.CounterpartMinorUnits);
        }

        if (exchange?.Rate is { } rate)
        {
            WriteDecimal(bytes, rate);
        }

        if (exchange?.Rounding is { } rounding)
        {
            bytes.Write((byte)(Array.IndexOf(["ToEven", "AwayFromZero", "ToZero", "ToNegativeInfinity", "ToPositiveInfinity"], rounding.ToString()) + 1));
        }
    }

    // The decimal is read from its text, which is independent of its bits.
    private static void WriteDecimal(BinaryWriter bytes, decimal number)
    {
        var text = number.ToString(CultureInfo.InvariantCulture);
        text = text.Contains('.', StringComparison.Ordinal) ? text.TrimEnd('0') : text + '.';
        bytes.Write((byte)(text.Length - text.IndexOf('.', StringComparison.Ordinal) - 1));
        var coefficient = BigInteger.Parse(text.Replace(".", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);
        var written = coefficient.ToByteArray(isBigEndian: true);
        bytes.Write(Enumerable.Repeat((byte)(coefficient.Sign < 0 ? 0xFF : 0), 16 - written.Length).ToArray());
        bytes.Write(written);
    }

    private static void WriteText(BinaryWriter bytes, string? text)
    {
        WriteInt32(bytes, text is null ? -1 : Encoding.UTF8.GetByteCount(text));
        bytes.Write(Encoding.UTF8.GetBytes(text ?? ""));
    }

    private static void WriteInt32(BinaryWriter bytes, int number) => bytes.Write(BinaryPrimitives.ReverseEndianness(number));

    private static void WriteInt64(BinaryWriter bytes, long number) => bytes.Write(BinaryPrimitives.ReverseEndianness(number));

    private static long Microseconds(DateTimeOffset time) => (time - DateTimeOffset.UnixEpoch).Ticks / 10;

    private static string Hash(Action<BinaryWriter> write)
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        write(writer);
        return Convert.ToHexStringLower(SHA256.HashData(bytes.ToArray()));
    }
}
