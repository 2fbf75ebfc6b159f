using System.Globalization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using WalletKit.AspNetCore.Binding;

namespace WalletKit.AspNetCore.Endpoints;

/// <summary>What answers have in common.</summary>
internal static class Answering
{
    public const string ReplayedHeader = "Idempotency-Replayed";

    public static IResult Json<T>(T body, JsonTypeInfo<T> type, int status = StatusCodes.Status200OK) => TypedResults.Json(body, type, statusCode: status);

    /// <summary>Says the version of the wallet, to be named by <c>If-Match</c>.</summary>
    public static void SetVersion(this HttpContext http, long version) => http.Response.Headers.ETag = TagOf(version);

    /// <summary>The one way in which a version is written as an ETag.</summary>
    public static string TagOf(long version) => string.Create(CultureInfo.InvariantCulture, $"\"{version}\"");

    /// <summary>Says where what was made is: under the path of the call.</summary>
    public static void SetLocation<T>(this HttpContext http, T id) =>
        http.Response.Headers.Location = string.Create(CultureInfo.InvariantCulture, $"{http.Request.PathBase.Add(http.Request.Path).ToUriComponent().TrimEnd('/')}/{id}");

    /// <summary>Says whether it is the answer of an earlier call.</summary>
    public static void SetReplayed(this HttpContext http, bool isReplayed)
    {
        if (isReplayed)
        {
            http.Response.Headers[ReplayedHeader] = "true";
        }
    }

    public static IResult Transaction(HttpContext http, TransactionReceipt receipt)
    {
        http.SetVersion(receipt.Version);
        http.SetReplayed(receipt.Replayed);
        return Json(receipt.Transaction.ToResponse(), WalletJson.Default.TransactionResponse);
    }

    /// <summary>The transactions of one command, of the named wallet or of any.</summary>
    public static IResult Transactions(HttpContext http, IReadOnlyList<WalletTransaction> transactions, bool isReplayed, WalletId? only)
    {
        http.SetVersion(transactions.Last(transaction => transaction.WalletId == transactions[0].WalletId).Version);
        http.SetReplayed(isReplayed);
        return Json(
            new TransactionsResponse([.. transactions.Where(transaction => only is null || transaction.WalletId == only).Select(transaction => transaction.ToResponse())]),
            WalletJson.Default.TransactionsResponse);
    }
}
