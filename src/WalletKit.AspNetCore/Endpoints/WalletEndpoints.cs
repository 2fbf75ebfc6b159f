using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;
using WalletKit.AspNetCore.Access;
using WalletKit.AspNetCore.Binding;
using WalletKit.AspNetCore.Problems;
using WalletKit.Commands;

namespace WalletKit.AspNetCore.Endpoints;

/// <summary>Opening and reading wallets.</summary>
internal static class WalletEndpoints
{
    public static void Map(RouteGroupBuilder wallets)
    {
        wallets.MapPost("/", OpenAsync).WithName("OpenWallet").WithSummary("Opens a wallet, or returns the one that stands.")
            .ForSpending().Takes<OpenWalletRequest>().Gives<WalletResponse>(StatusCodes.Status200OK, StatusCodes.Status201Created).GivesVersion().MayRefuse(400, 409);
        wallets.MapGet("/", ListAsync).WithName("ListWallets").WithSummary("A page of an owner's wallets.")
            .ForReading().TakesQuery(QueryParameters.OwnerId, QueryParameters.Limit, QueryParameters.Cursor).Gives<WalletListResponse>().MayRefuse(400);
        wallets.MapGet("/{walletId}", GetAsync).WithName("GetWallet").WithSummary("A wallet.")
            .ForReading().Gives<WalletResponse>().GivesVersion().MayRefuse(400, 404);
        wallets.MapGet("/{walletId}/balance", GetBalanceAsync).WithName("GetBalance").WithSummary("What a wallet holds, from one snapshot.")
            .ForReading().Gives<BalanceResponse>().GivesVersion().MayRefuse(400, 404);
    }

    private static async Task<IResult> OpenAsync(
        HttpContext http, IWalletService wallets, WalletAccess access, CurrencyCatalog currencies, TimeProvider timeProvider, IOptions<WalletKitOptions> options)
    {
        var body = await http.ReadBodyAsync(WalletJson.Default.OpenWalletRequest).ConfigureAwait(false);
        if (!access.IsAllowed(http, body.OwnerId))
        {
            return Problem.Of(StatusCodes.Status403Forbidden, "forbidden", "A wallet of another owner is opened by an operator.");
        }

        // In a currency that is not declared any more, only a wallet that stands can be opened.
        if (currencies.Find(body.Currency) is not { } currency)
        {
            return Opened(http, await wallets.OpenAsync(body.OwnerId, body.Currency, body.Name, http.RequestAborted).ConfigureAwait(false), StatusCodes.Status200OK);
        }

        // As a command, because its result says whether the wallet stood already: of two first openings at once, one made it.
        var open = new OpenWallet(WalletId.Create(timeProvider.GetUtcNow(), options.Value.Random), body.OwnerId, currency, body.Name);
        var result = await wallets.ExecuteAsync([open], null, http.RequestAborted).ConfigureAwait(false);
        if (result.Refusal is { } refusal)
        {
            throw refusal;
        }

        return Opened(http, result.First.Wallet!, result.First.Replayed ? StatusCodes.Status200OK : StatusCodes.Status201Created);
    }

    private static IResult Opened(HttpContext http, Wallet wallet, int status)
    {
        http.SetVersion(wallet.Version);
        http.SetLocation(wallet.Id);
        return Answering.Json(wallet.ToResponse(), WalletJson.Default.WalletResponse, status);
    }

    private static async Task<IResult> ListAsync(HttpContext http, IWalletService wallets, WalletAccess access)
    {
        var ownerId = http.Request.Query.Get(QueryParameters.OwnerId);

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
}
