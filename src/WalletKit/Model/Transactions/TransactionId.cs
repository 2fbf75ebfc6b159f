using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using WalletKit.Model.Texts;

namespace WalletKit;

/// <summary>The identity of a transaction: its wallet and its place in the wallet's history.</summary>
/// <param name="WalletId">The wallet.</param>
/// <param name="Sequence">The place: 1 for the wallet's first transaction, and so on without a gap.</param>
[JsonConverter(typeof(TextJsonConverter<TransactionId>))]
[TypeConverter(typeof(TextTypeConverter<TransactionId>))]
public readonly record struct TransactionId(WalletId WalletId, long Sequence) : ISpanParsable<TransactionId>
{
    /// <summary>Returns the wallet and the sequence, as <c>wallet/sequence</c>.</summary>
    public override string ToString() => NumberedId.Show(WalletId, Sequence);

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
