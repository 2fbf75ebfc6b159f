using System.Globalization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;

namespace WalletKit.AspNetCore.Endpoints;

/// <summary>The parts that answers have in common.</summary>
internal static class Answering
{
    public const string ReplayedHeader = "Idempotency-Replayed";

    public static IResult Json<T>(T body, JsonTypeInfo<T> type, int status = StatusCodes.Status200OK) => TypedResults.Json(body, WalletJson.ForAnswer(type), statusCode: status);

    /// <summary>Keeps the answer out of every cache, because it is about private money and is soon out of date.</summary>
    public static void SetNoStore(this HttpContext http) => http.Response.Headers.CacheControl = "no-store";

    /// <summary>Sends the version of the wallet as a tag for <c>If-Match</c>.</summary>
    public static void SetVersion(this HttpContext http, long version) => http.Response.Headers.ETag = TagOf(version);

    /// <summary>The only form in which a version is written as an ETag.</summary>
    public static string TagOf(long version) => string.Create(CultureInfo.InvariantCulture, $"\"{version}\"");

    /// <summary>Sends the location of the created resource, which is under the path of the call.</summary>
    public static void SetLocation<T>(this HttpContext http, T id) =>
        http.Response.Headers.Location = string.Create(CultureInfo.InvariantCulture, $"{http.Request.PathBase.Add(http.Request.Path).ToUriComponent().TrimEnd('/')}/{id}");

    /// <summary>Says whether the answer repeats the answer of an earlier call.</summary>
    public static void SetReplayed(this HttpContext http, bool isReplayed)
    {
        if (isReplayed)
        {
            http.Response.Headers[ReplayedHeader] = "true";
        }
    }

    /// <summary>Answers with the transaction of a command that is about one wallet only.</summary>
    public static IResult Transaction(HttpContext http, TransactionReceipt receipt, bool isForOperator)
    {
        http.SetVersion(receipt.Version);
        http.SetReplayed(receipt.Replayed);
        return Json(receipt.Transaction.ToResponse(isForOperator), WalletJson.Default.TransactionResponse);
    }

    /// <summary>Answers with the transactions of one command: all of them for an operator; otherwise those of the wallet in the path, which come first.</summary>
    public static IResult Transactions(HttpContext http, IReadOnlyList<WalletTransaction> transactions, bool isReplayed, bool isForOperator)
    {
        var own = transactions.Where(transaction => transaction.WalletId == transactions[0].WalletId).ToList();
        http.SetVersion(own[^1].Version);
        http.SetReplayed(isReplayed);
        return Json(
            new TransactionsResponse([.. (isForOperator ? transactions : own).Select(transaction => transaction.ToResponse(isForOperator))]),
            WalletJson.Default.TransactionsResponse);
    }
}
