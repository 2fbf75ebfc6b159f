using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;
using WalletKit.AspNetCore.Access;
using WalletKit.AspNetCore.Binding;
using WalletKit.AspNetCore.Problems;
using WalletKit.Commands;
using WalletKit.Money;

namespace WalletKit.AspNetCore.Endpoints;

/// <summary>Opening and reading wallets.</summary>
internal static class WalletEndpoints
{
    public static void Map(RouteGroupBuilder wallets)
    {
        wallets.MapPost("/", OpenAsync).WithName("OpenWallet").WithSummary("Opens a wallet, or returns the one that stands.")
            .ForSpending().Takes<OpenWalletRequest>().Gives<WalletResponse>(StatusCodes.Status200OK, StatusCodes.Status201Created).GivesVersion().MayRefuse(400, 409);
        wallets.MapGet("/", ListAsync).WithName("ListWallets").WithSummary("A page of an owner's wallets.")
            .ForReading().Gives<WalletListResponse>().MayRefuse(400);
        wallets.MapGet("/{walletId}", GetAsync).WithName("GetWallet").WithSummary("A wallet.")
            .ForReading().Gives<WalletResponse>().GivesVersion().MayRefuse(400, 404);
        wallets.MapGet("/{walletId}/balance", GetBalanceAsync).WithName("GetBalance").WithSummary("What a wallet holds, from one snapshot.")
            .ForReading().Gives<BalanceResponse>().GivesVersion().MayRefuse(400, 404);
        wallets.MapGet("/{walletId}/transactions", GetTransactionsAsync).WithName("GetTransactions").WithSummary("A page of a wallet's history.")
            .ForReading().Gives<TransactionPageResponse>().MayRefuse(400, 404);
    }

    private static async Task<IResult> OpenAsync(
        HttpContext http, IWalletService wallets, WalletAccess access, CurrencyCatalog currencies, TimeProvider timeProvider, IOptions<WalletKitOptions> options)
    {
        var body = await http.ReadBodyAsync(WalletJson.Default.OpenWalletRequest).ConfigureAwait(false);
        if (!access.IsAllowed(http, body.OwnerId))
        {
            return Problem.Of(StatusCodes.Status403Forbidden, "forbidden", "A wallet of another owner is opened by an operator.");
        }

        // As a command, because its result says whether the wallet stood already: of two first openings at once, one made it.
        var open = new OpenWallet(WalletId.Create(timeProvider.GetUtcNow(), options.Value.Random), body.OwnerId, currencies[body.Currency], body.Name);
        var result = await wallets.ExecuteAsync([open], null, http.RequestAborted).ConfigureAwait(false);
        if (result.Refusal is { } refusal)
        {
            throw refusal;
        }

        var wallet = result.First.Wallet!;
        http.SetVersion(wallet.Version);
        http.SetLocation(wallet.Id);
        return Answering.Json(
            wallet.ToResponse(), WalletJson.Default.WalletResponse, result.First.Replayed ? StatusCodes.Status200OK : StatusCodes.Status201Created);
    }

    private static async Task<IResult> ListAsync(HttpContext http, IWalletService wallets, WalletAccess access)
    {
        var ownerId = http.Request.Query["ownerId"] is [{ Length: > 0 } only] ? only : throw new InvalidInputException("ownerId", null, "must be given once");

        var options = HistoryQuery.ReadWalletList(http.Request.Query);

        // Another's wallets are as many as nobody's: none.
        var page = access.IsAllowed(http, ownerId) ? await wallets.ListWalletsAsync(ownerId, options, http.RequestAborted).ConfigureAwait(false) : new WalletPage([], null);
        return Answering.Json(new WalletListResponse([.. page.Wallets.Select(wallet => wallet.ToResponse())], page.NextCursor), WalletJson.Default.WalletListResponse);
    }

    private static async Task<IResult> GetAsync(HttpContext http, WalletAccess access)
    {
        var wallet = await access.GetAsync(http, http.ReadWalletId()).ConfigureAwait(false);
        http.SetVersion(wallet.Version);
        return Answering.Json(wallet.ToResponse(), WalletJson.Default.WalletResponse);
    }

    private static async Task<IResult> GetBalanceAsync(HttpContext http, IWalletService wallets, WalletAccess access)
    {
        var walletId = http.ReadWalletId();
        await access.CheckAsync(http, walletId).ConfigureAwait(false);
        var balance = await wallets.GetBalanceAsync(walletId, http.RequestAborted).ConfigureAwait(false);
        http.SetVersion(balance.Version);
        return Answering.Json(balance.ToResponse(), WalletJson.Default.BalanceResponse);
    }

    private static async Task<IResult> GetTransactionsAsync(HttpContext http, IWalletService wallets, WalletAccess access)
    {
        var walletId = http.ReadWalletId();
        var options = HistoryQuery.Read(http.Request.Query);
        await access.CheckAsync(http, walletId).ConfigureAwait(false);
        var page = await wallets.GetTransactionsAsync(walletId, options, http.RequestAborted).ConfigureAwait(false);
        var isForOperator = access.IsUnlimited(http);
        return Answering.Json(
            new TransactionPageResponse([.. page.Transactions.Select(transaction => transaction.ToResponse(isForOperator))], page.NextCursor),
            WalletJson.Default.TransactionPageResponse);
    }
}
