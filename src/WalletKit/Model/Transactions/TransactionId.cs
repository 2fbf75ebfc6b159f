using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using WalletKit.Model.Texts;

namespace WalletKit;

/// <summary>The identity of a transaction: its wallet and the wallet's version right after it.</summary>
/// <param name="WalletId">The wallet.</param>
/// <param name="Version">The version. The opening of a wallet has version 1, so a transaction has version 2 or more; not every version is a transaction.</param>
[JsonConverter(typeof(TextJsonConverter<TransactionId>))]
[TypeConverter(typeof(TextTypeConverter<TransactionId>))]
public readonly record struct TransactionId(WalletId WalletId, long Version) : ISpanParsable<TransactionId>
{
    /// <summary>Returns the wallet and the version, as <c>wallet/version</c>.</summary>
    public override string ToString() => NumberedId.Show(WalletId, Version);

    /// <summary>Parses the text that <see cref="ToString"/> returns.</summary>
    /// <exception cref="FormatException">The text is not a wallet and a number, as wallet/number.</exception>
    public static TransactionId Parse(string s, IFormatProvider? provider)
    {
        ArgumentNullException.ThrowIfNull(s);
        return Parse(s.AsSpan(), provider);
    }

    /// <inheritdoc cref="Parse(string, IFormatProvider?)"/>
    public static TransactionId Parse(ReadOnlySpan<char> s, IFormatProvider? provider) =>
        TryParse(s, provider, out var result) ? result : throw new FormatException("The text is not a wallet and a number, as wallet/number.");

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out TransactionId result) => TryParse(s.AsSpan(), provider, out result);

    /// <inheritdoc/>
    public static bool TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, out TransactionId result)
    {
        var parsed = NumberedId.TryParse(s, out var walletId, out var number);
        result = parsed ? new TransactionId(walletId, number) : default;
        return parsed;
    }
}
