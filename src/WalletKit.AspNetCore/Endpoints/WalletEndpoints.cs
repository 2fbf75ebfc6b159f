using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;
using WalletKit.AspNetCore.Access;
using WalletKit.AspNetCore.Binding;
using WalletKit.AspNetCore.Problems;
using WalletKit.Commands;

namespace WalletKit.AspNetCore.Endpoints;

/// <summary>Opens and reads wallets.</summary>
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
        wallets.MapGet("/{walletId}/balance", GetBalanceAsync).WithName("GetBalance").WithSummary("The balance of a wallet, from one snapshot.")
            .ForReading().Gives<BalanceResponse>().GivesVersion().MayRefuse(400, 404);
    }

    private static async Task<IResult> OpenAsync(HttpContext http, IWalletService wallets, WalletAccess access)
    {
        var body = await http.ReadBodyAsync(WalletJson.Default.OpenWalletRequest).ConfigureAwait(false);
        if (!access.IsAllowed(http, body.OwnerId))
        {
            return Problem.Of(StatusCodes.Status403Forbidden, "forbidden", "A wallet of another owner is opened by an operator.");
        }

        var receipt = await wallets.OpenAsync(body.OwnerId, body.Currency, body.Name, new OpenOptions { Actor = http.User.Subject() }, http.RequestAborted).ConfigureAwait(false);
        http.SetVersion(receipt.Wallet.Version);
        http.SetLocation(receipt.Wallet.Id);
        return Answering.Json(
            receipt.Wallet.ToResponse(), WalletJson.Default.WalletResponse, receipt.Replayed ? StatusCodes.Status200OK : StatusCodes.Status201Created);
    }

    private static async Task<IResult> ListAsync(HttpContext http, IWalletService wallets, WalletAccess access)
    {
        var ownerId = http.Request.Query.Get(QueryParameters.OwnerId);

        var options = HistoryQuery.ReadWalletList(http.Request.Query);

        // For another owner, the list is empty, like the list of an owner that does not exist.
        var page = access.IsAllowed(http, ownerId) ? await wallets.ListWalletsAsync(ownerId, options, http.RequestAborted).ConfigureAwait(false) : new WalletPage { Wallets = [], NextCursor = null };
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
