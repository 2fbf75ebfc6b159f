using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using WalletKit.AspNetCore.Access;
using WalletKit.AspNetCore.Binding;
using WalletKit.AspNetCore.Contracts;
using WalletKit.Rules;

namespace WalletKit.AspNetCore.Endpoints;

/// <summary>The history of a wallet: its transactions, its statements and the changes of its state.</summary>
internal static class HistoryEndpoints
{
    public static void Map(RouteGroupBuilder wallets)
    {
        wallets.MapGet("/{walletId}/balance/as-of", GetBalanceAsOfAsync).WithName("GetBalanceAsOf").WithSummary("The balance as it stood at a time.")
            .ForReading().TakesQuery(QueryParameters.At, QueryParameters.Basis).Gives<BalanceAsOfResponse>().MayRefuse(400, 404);
        wallets.MapGet("/{walletId}/statement", GetStatementAsync).WithName("GetStatement").WithSummary("The changes of the balance in a period.")
            .ForReading().TakesQuery(QueryParameters.Start, QueryParameters.End, QueryParameters.Basis).Gives<StatementResponse>().MayRefuse(400, 404);
        wallets.MapGet("/{walletId}/transactions", ListTransactionsAsync).WithName("GetTransactions").WithSummary("A page of a wallet's history.")
            .ForReading()
            .TakesQuery(
                QueryParameters.Limit, QueryParameters.Cursor, QueryParameters.Order, QueryParameters.Basis, QueryParameters.Type, QueryParameters.Reference, QueryParameters.Account, QueryParameters.From,
                QueryParameters.To)
            .Gives<TransactionPageResponse>().MayRefuse(400, 404);
        wallets.MapGet("/{walletId}/transactions/{version}", GetTransactionAsync).WithName("GetTransaction").WithSummary("A transaction.")
            .ForReading().Gives<TransactionResponse>().MayRefuse(400, 404);
        wallets.MapGet("/{walletId}/events", ListEventsAsync).WithName("ListEvents").WithSummary("A page of the changes of a wallet's state, the oldest first.")
            .ForReading().TakesQuery(QueryParameters.Limit, QueryParameters.Cursor).Gives<EventPageResponse>().MayRefuse(400, 404);
    }

    private static async Task<IResult> GetBalanceAsOfAsync(HttpContext http, IWalletService wallets, WalletAccess access)
    {
        var walletId = http.ReadWalletId();
        var (time, basis) = (http.Request.Query.GetTime(QueryParameters.At), HistoryQuery.ReadBasis(http.Request.Query));
        var wallet = await access.GetAsync(http, walletId).ConfigureAwait(false);
        var balance = await wallets.GetBalanceAsOfAsync(walletId, time, basis, http.RequestAborted).ConfigureAwait(false);
        return Answering.Json(new BalanceAsOfResponse(Responding.Text(balance), wallet.Currency.Code, time, Naming.Of(basis)), WalletJson.Default.BalanceAsOfResponse);
    }

    private static async Task<IResult> GetStatementAsync(HttpContext http, IWalletService wallets, WalletAccess access)
    {
        var walletId = http.ReadWalletId();
        var (from, to) = (http.Request.Query.GetTime(QueryParameters.Start), http.Request.Query.GetTime(QueryParameters.End));
        var basis = HistoryQuery.ReadBasis(http.Request.Query);
        await access.CheckAsync(http, walletId).ConfigureAwait(false);
        var statement = await wallets.GetStatementAsync(walletId, from, to, basis, http.RequestAborted).ConfigureAwait(false);
        return Answering.Json(statement.ToResponse(), WalletJson.Default.StatementResponse);
    }

    private static async Task<IResult> ListTransactionsAsync(HttpContext http, IWalletService wallets, WalletAccess access)
    {
        var walletId = http.ReadWalletId();
        var options = HistoryQuery.Read(http.Request.Query);
        await access.CheckAsync(http, walletId).ConfigureAwait(false);
        var page = await wallets.ListTransactionsAsync(walletId, options, http.RequestAborted).ConfigureAwait(false);
        var isForOperator = access.IsUnlimited(http);
        return Answering.Json(
            new TransactionPageResponse([.. page.Transactions.Select(transaction => transaction.ToResponse(isForOperator))], page.NextCursor),
            WalletJson.Default.TransactionPageResponse);
    }

    private static async Task<IResult> GetTransactionAsync(HttpContext http, IWalletService wallets, WalletAccess access)
    {
        var transactionId = http.ReadTransactionId();
        await access.CheckAsync(http, transactionId.WalletId).ConfigureAwait(false);
        var transaction = await wallets.GetTransactionAsync(transactionId, http.RequestAborted).ConfigureAwait(false);
        return Answering.Json(transaction.ToResponse(access.IsUnlimited(http)), WalletJson.Default.TransactionResponse);
    }

    private static async Task<IResult> ListEventsAsync(HttpContext http, IWalletService wallets, WalletAccess access)
    {
        var walletId = http.ReadWalletId();
        var (limit, after) = (http.Request.Query.GetLimit(), http.Request.Query.GetPlace());
        await access.CheckAsync(http, walletId).ConfigureAwait(false);
        var isForOperator = access.IsUnlimited(http);
        var (events, next) = await Paging.TakeAsync(
            wallets.StreamEventsAsync(walletId, after, http.RequestAborted), limit, happened => happened.Version, happened => [happened.Reason]).ConfigureAwait(false);
        return Answering.Json(new EventPageResponse([.. events.Select(happened => happened.ToResponse(isForOperator))], next), WalletJson.Default.EventPageResponse);
    }
}
