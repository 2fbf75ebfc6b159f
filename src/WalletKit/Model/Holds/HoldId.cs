using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using WalletKit.Model.Texts;
using WalletKit.Rules;

namespace WalletKit;

/// <summary>The identity of a hold: its wallet and its number within the wallet.</summary>
/// <param name="WalletId">The wallet.</param>
/// <param name="Number">The number: 1 for the wallet's first hold, and so on.</param>
[JsonConverter(typeof(TextJsonConverter<HoldId>))]
[TypeConverter(typeof(TextTypeConverter<HoldId>))]
public readonly record struct HoldId(WalletId WalletId, long Number) : ISpanParsable<HoldId>
{
    /// <summary>Returns the wallet and the number, as <c>wallet/number</c>.</summary>
    public override string ToString() => NumberedId.Show(WalletId, Number);

    /// <summary>Parses the text that <see cref="ToString"/> returns.</summary>
    /// <exception cref="FormatException">The text is not a wallet and a number, as wallet/number.</exception>
    public static HoldId Parse(string s, IFormatProvider? provider)
    {
        ArgumentNullException.ThrowIfNull(s);
        return Parse(s.AsSpan(), provider);
    }

    /// <inheritdoc cref="Parse(string, IFormatProvider?)"/>
    public static HoldId Parse(ReadOnlySpan<char> s, IFormatProvider? provider) =>
        TryParse(s, provider, out var result) ? result : throw new FormatException("The text is not a wallet and a number, as wallet/number.");

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out HoldId result) => TryParse(s.AsSpan(), provider, out result);

    /// <inheritdoc/>
    public static bool TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, out HoldId result)
    {
        var parsed = NumberedId.TryParse(s, out var walletId, out var number);
        result = parsed ? new HoldId(walletId, number) : default;
        return parsed;
    }
}
