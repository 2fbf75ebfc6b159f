using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace WalletKit.AspNetCore.Binding;

/// <summary>Which page of a history a query asks for.</summary>
internal static class HistoryQuery
{
    public static HistoryOptions Read(IQueryCollection query)
    {
        var options = new HistoryOptions { Cursor = Single(query, "cursor"), Order = ToOrder(Single(query, "order")) };
        return LimitOf(query, HistoryOptions.MaxLimit) is { } limit ? options with { Limit = limit } : options;
    }

    /// <summary>Which page of an owner's wallets a query asks for.</summary>
    public static WalletListOptions ReadWalletList(IQueryCollection query)
    {
        var options = new WalletListOptions { Cursor = Single(query, "cursor") };
        return LimitOf(query, WalletListOptions.MaxLimit) is { } limit ? options with { Limit = limit } : options;
    }

    private static int? LimitOf(IQueryCollection query, int max) => Single(query, "limit") switch
    {
        null => null,
        var text when char.IsAsciiDigit(text[^1]) && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) => number,
        var text => throw new InvalidInputException("limit", text, $"must be from 1 to {max}"),
    };

    private static HistoryOrder ToOrder(string? text) => text switch
    {
        null or "newest" => HistoryOrder.NewestFirst,
        "oldest" => HistoryOrder.OldestFirst,
        _ => throw new InvalidInputException("order", text, "must be newest or oldest"),
    };

    private static string? Single(IQueryCollection query, string name) => query[name] switch
    {
        [] => null,
        [{ Length: > 0 } only] => only,
        var values => throw new InvalidInputException(name, values.ToString(), "must be given once, and not be empty"),
    };
}
