using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using WalletKit.AspNetCore.Binding;

namespace WalletKit.AspNetCore.Endpoints;

/// <summary>The totals of all wallets and of the accounts outside of them.</summary>
internal static class TrialBalanceEndpoints
{
    public static void Map(RouteGroupBuilder wallets) =>
        wallets.MapGet("/trial-balance", GetAsync).WithName("GetTrialBalance").WithSummary("The totals of all wallets and of the accounts outside of them.")
            .ForOperating().TakesQuery(QueryParameters.AsOf).Gives<TrialBalanceResponse>().MayRefuse(400);

    private static async Task<IResult> GetAsync(HttpContext http, IWalletService wallets)
    {
        var balance = await wallets.GetTrialBalanceAsync(http.Request.Query.Find(QueryParameters.AsOf), http.RequestAborted).ConfigureAwait(false);
        return Answering.Json(balance.ToResponse(), WalletJson.Default.TrialBalanceResponse);
    }
}
