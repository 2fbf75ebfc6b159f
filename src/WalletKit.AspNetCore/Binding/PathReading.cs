using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace WalletKit.AspNetCore.Binding;

/// <summary>Reads the ids in a path, or throws an <see cref="InvalidInputException"/> that names the part.</summary>
internal static class PathReading
{
    /// <summary>The wallet in the path.</summary>
    public static WalletId ReadWalletId(this HttpContext http) => ToWalletId("walletId", (string?)http.GetRouteValue("walletId"));

    /// <summary>The hold in the path.</summary>
    public static HoldId ReadHoldId(this HttpContext http) => new(http.ReadWalletId(), http.ReadNumber("holdId"));

    /// <summary>The transaction in the path.</summary>
    public static TransactionId ReadTransactionId(this HttpContext http) => new(http.ReadWalletId(), http.ReadNumber("version"));

    // The framework would accept white space around a number, and a sign or 0x in place of digits.
    public static WalletId ToWalletId(string field, string? text) =>
        Guid.TryParseExact(text, "D", out var id) && id != Guid.Empty && id.ToString().Equals(text, StringComparison.OrdinalIgnoreCase)
            ? new WalletId(id)
            : throw new InvalidInputException(field, text, "must be the id of a wallet");

    private static long ReadNumber(this HttpContext http, string name)
    {
        var text = (string?)http.GetRouteValue(name);
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
            ? number
            : throw new InvalidInputException(name, text, $"must be a whole number from 1 to {long.MaxValue}");
    }
}
