using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace WalletKit.AspNetCore.Binding;

/// <summary>Which page of a history a query asks for.</summary>
internal static class HistoryQuery
{
    public static HistoryOptions Read(IQueryCollection query)
    {
        var options = new HistoryOptions { Cursor = Single(query, "cursor"), Order = ToOrder(Single(query, "order")) };
        if (Single(query, "limit") is not { } limit)
        {
            return options;
        }

        return char.IsAsciiDigit(limit[^1]) && int.TryParse(limit, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? options with { Limit = number }
            : throw new InvalidInputException("limit", limit, $"must be from 1 to {HistoryOptions.MaxLimit}");
    }

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
