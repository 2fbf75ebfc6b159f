using Microsoft.AspNetCore.Http;
using WalletKit.AspNetCore.Contracts;

namespace WalletKit.AspNetCore.Binding;

/// <summary>Reads which page of a history a query asks for.</summary>
internal static class HistoryQuery
{
    public static HistoryOptions Read(IQueryCollection query) => new()
    {
        Limit = query.GetLimit(),
        Cursor = query.Find(QueryParameters.Cursor),
        Order = ToOrder(query.Find(QueryParameters.Order)),
        Basis = ReadBasis(query),
        Filter = new()
        {
            Types = [.. query[QueryParameters.Type.Name].Distinct(StringComparer.Ordinal).Select(ToType)],
            Reference = query.Find(QueryParameters.Reference),
            Account = query.Find(QueryParameters.Account),
            From = query.FindTime(QueryParameters.From),
            To = query.FindTime(QueryParameters.To),
        },
    };

    /// <summary>Reads which page of an owner's wallets a query asks for.</summary>
    public static WalletListOptions ReadWalletList(IQueryCollection query) => new() { Limit = query.GetLimit(), Cursor = query.Find(QueryParameters.Cursor) };

    /// <summary>Reads the time by which transactions count.</summary>
    public static TimeBasis ReadBasis(IQueryCollection query) => query.Find(QueryParameters.Basis) switch
    {
        null or "recorded" => TimeBasis.Recorded,
        "effective" => TimeBasis.Effective,
        var text => throw new InvalidInputException(QueryParameters.Basis.Name, text, "must be recorded or effective"),
    };

    private static HistoryOrder ToOrder(string? text) => text switch
    {
        null or "newest" => HistoryOrder.NewestFirst,
        "oldest" => HistoryOrder.OldestFirst,
        _ => throw new InvalidInputException(QueryParameters.Order.Name, text, "must be newest or oldest"),
    };

    private static TransactionType ToType(string? text) => Naming.FindTransactionType(text)
        ?? throw new InvalidInputException(QueryParameters.Type.Name, text, $"must be one of {string.Join(", ", Naming.TransactionTypes)}; several are given as type=…&type=…");
}
