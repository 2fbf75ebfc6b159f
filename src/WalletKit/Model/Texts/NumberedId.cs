using System.Globalization;

namespace WalletKit.Model.Texts;

/// <summary>The text of an identity that is a wallet and a number: <c>wallet/number</c>.</summary>
internal static class NumberedId
{
    private const char Separator = '/';

    public static string Show(WalletId walletId, long number) => string.Create(CultureInfo.InvariantCulture, $"{walletId}{Separator}{number}");

    /// <summary>Reads the text. The number is a plain decimal number from 1, without sign, spaces, or leading zeros.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out WalletId walletId, out long number)
    {
        number = 0;
        var separator = text.LastIndexOf(Separator);
        if (separator < 0)
        {
            walletId = default;
            return false;
        }

        var digits = text[(separator + 1)..];
        return WalletId.TryParse(text[..separator], CultureInfo.InvariantCulture, out walletId)
            && digits.Length > 0
            && digits[0] is >= '1' and <= '9'
            && long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }
}
