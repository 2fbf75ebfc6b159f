using System.Globalization;
using Microsoft.OpenApi;
using WalletKit.AspNetCore.Contracts;
using WalletKit.Rules;

namespace WalletKit.AspNetCore.Binding;

/// <summary>The parameters that queries may have.</summary>
internal static class QueryParameters
{
    private const string OneType = "One or more types, each as a parameter of its own: type=deposit&type=rebate. All unless given. A page looks for them among 10,000 transactions, so it may be empty and still have a nextCursor.";

    public static readonly QueryParameter OwnerId = new("ownerId", "The owner of the wallets.", Text, IsRequired: true);
    public static readonly QueryParameter Limit = new("limit", "How many at most; 50 unless given.", static () => Number(1, HistoryOptions.MaxLimit));
    public static readonly QueryParameter Cursor = new("cursor", "The nextCursor of the page before.", Text);
    public static readonly QueryParameter Order = new("order", "Which end comes first; newest unless given.", static () => OneOf("newest", "oldest"));
    public static readonly QueryParameter Type = new("type", OneType, static () => new() { Type = JsonSchemaType.Array, Items = OneOf(Naming.TransactionTypes) });
    public static readonly QueryParameter Reference = new("reference", "Only those with this reference.", Text);
    public static readonly QueryParameter Account = new("account", "Only those with this account on the other side. A page looks for them among 1,000 transactions.", Text);
    public static readonly QueryParameter Basis = new(
        "basis", "The time by which transactions count: recorded, or effective for their value dates; recorded unless given.", static () => OneOf("recorded", "effective"));
    public static readonly QueryParameter From = new("from", "Only those at this time or later.", Time);
    public static readonly QueryParameter To = new("to", "Only those before this time.", Time);
    public static readonly QueryParameter Start = new("from", "The start of the period, which is included.", Time, IsRequired: true);
    public static readonly QueryParameter End = new("to", "The end of the period, which is not; not before its start.", Time, IsRequired: true);
    public static readonly QueryParameter At = new("time", "The time.", Time, IsRequired: true);
    public static readonly QueryParameter AsOf = new("asOf", "The place of an earlier answer, which gives the same totals again; now unless given.", Text);

    private static OpenApiSchema Text() => new() { Type = JsonSchemaType.String };

    private static OpenApiSchema Time() => new() { Type = JsonSchemaType.String, Format = "date-time" };

    private static OpenApiSchema OneOf(params IEnumerable<string> names) => new() { Type = JsonSchemaType.String, Enum = [.. names] };

    private static OpenApiSchema Number(int min, int max) => new()
    {
        Type = JsonSchemaType.Integer,
        Format = "int32",
        Minimum = min.ToString(CultureInfo.InvariantCulture),
        Maximum = max.ToString(CultureInfo.InvariantCulture),
    };
}
