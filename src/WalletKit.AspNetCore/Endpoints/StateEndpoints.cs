using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using WalletKit.AspNetCore.Access;
using WalletKit.AspNetCore.Binding;
using WalletKit.AspNetCore.Problems;

namespace WalletKit.AspNetCore.Endpoints;

/// <summary>Freezes, unfreezes, closes and erases wallets, sets their credit limits, and corrects their times.</summary>
internal static class StateEndpoints
{
    public static void Map(RouteGroupBuilder wallets)
    {
        Map(wallets, "freeze", "Stops debits and new holds; credits still land.", static (service, id, options, token) => service.FreezeAsync(id, options, token));
        Map(wallets, "unfreeze", "Lets debits and new holds through again.", static (service, id, options, token) => service.UnfreezeAsync(id, options, token));
        Map(wallets, "close", "Closes a wallet for good.", static (service, id, options, token) => service.CloseAsync(id, options, token));
        Map(wallets, "correct-time", "Brings a wallet whose time is ahead of the clock back to the clock.", static (service, id, options, token) => service.CorrectTimeAsync(id, options, token));
        wallets.MapPost("/{walletId}/credit-limit", SetCreditLimitAsync).WithName("SetCreditLimit").WithSummary("Sets how far the balance may go below zero.")
            .ForOperating().IsKeyed().Takes<CreditLimitRequest>().Gives<EventResponse>().GivesVersion().MayRefuse(400, 404, 409, 412, 422);
        MapErasures(wallets);
    }

    private static void MapErasures(RouteGroupBuilder wallets)
    {
        wallets.MapPost("/{walletId}/erase", EraseAsync).WithName("EraseWallet").WithSummary("Erases a wallet's owner, name and texts.")
            .ForOperating().IsKeyed().Takes<EraseRequest>(isOptional: true).Gives<EventResponse>().GivesVersion().MayRefuse(400, 404, 409, 412, 422);
        wallets.MapPost("/erasures", EraseOwnerAsync).WithName("EraseOwner").WithSummary("Erases the owner, name and texts of all wallets of an owner.")
            .ForOperating().Takes<EraseOwnerRequest>().Gives<ErasureResponse>().MayRefuse(400, 409);
    }

    private static async Task<IResult> EraseAsync(HttpContext http, IWalletService service)
    {
        var walletId = http.ReadWalletId();
        var body = await http.ReadBodyAsync(WalletJson.Default.EraseRequest, new EraseRequest()).ConfigureAwait(false);
        var options = new EraseOptions
        {
            IdempotencyKey = http.ReadIdempotencyKey(),
            ExpectedVersion = http.ReadExpectedVersion(body.Version),
            Reason = body.Reason,
            IncludeOpen = body.IncludeOpen,
            Actor = http.User.Subject(),
        };
        return Changed(http, await service.EraseAsync(walletId, options, http.RequestAborted).ConfigureAwait(false));
    }

    private static async Task<IResult> EraseOwnerAsync(HttpContext http, IWalletService service)
    {
        var body = await http.ReadBodyAsync(WalletJson.Default.EraseOwnerRequest).ConfigureAwait(false);
        var options = new EraseOwnerOptions { Reason = body.Reason, IncludeOpen = body.IncludeOpen, Actor = http.User.Subject() };
        var receipts = await service.EraseOwnerAsync(body.OwnerId, options, http.RequestAborted).ConfigureAwait(false);
        return Answering.Json(new ErasureResponse([.. receipts.Select(receipt => receipt.Event.WalletId.ToString())]), WalletJson.Default.ErasureResponse);
    }

    private static void Map(
        RouteGroupBuilder wallets, string verb, string summary, Func<IWalletService, WalletId, StateOptions, CancellationToken, Task<EventReceipt>> change) =>
        wallets.MapPost($"/{{walletId}}/{verb}", (HttpContext http, IWalletService service) => ChangeAsync(http, service, change))
            .WithName(string.Concat(verb.Split('-').Select(static word => char.ToUpperInvariant(word[0]) + word[1..])) + "Wallet").WithSummary(summary)
            .ForOperating().IsKeyed().Takes<StateRequest>(isOptional: true).Gives<EventResponse>().GivesVersion().MayRefuse(400, 404, 409, 412, 422);

    private static async Task<IResult> ChangeAsync(
        HttpContext http, IWalletService service, Func<IWalletService, WalletId, StateOptions, CancellationToken, Task<EventReceipt>> change)
    {
        var walletId = http.ReadWalletId();
        var body = await http.ReadBodyAsync(WalletJson.Default.StateRequest, new StateRequest()).ConfigureAwait(false);
        return Changed(http, await change(service, walletId, OptionsOf(http, body.Reason, body.Version, body.EffectiveAt), http.RequestAborted).ConfigureAwait(false));
    }

    private static async Task<IResult> SetCreditLimitAsync(HttpContext http, IWalletService service)
    {
        var walletId = http.ReadWalletId();
        var body = await http.ReadBodyAsync(WalletJson.Default.CreditLimitRequest).ConfigureAwait(false);
        try
        {
            return Changed(http, await service.SetCreditLimitAsync(walletId, body.Limit.Value, OptionsOf(http, body.Reason, body.Version, body.EffectiveAt), http.RequestAborted).ConfigureAwait(false));
        }
        catch (InvalidAmountException refusal)
        {
            return Problems.Problem.OfAmount(refusal, "limit");
        }
    }

    private static StateOptions OptionsOf(HttpContext http, string? reason, long? version, DateTimeOffset? effectiveAt) => new()
    {
        IdempotencyKey = http.ReadIdempotencyKey(),
        ExpectedVersion = http.ReadExpectedVersion(version),
        Reason = reason,
        Actor = http.User.Subject(),
        EffectiveAt = effectiveAt,
    };

    private static IResult Changed(HttpContext http, EventReceipt receipt)
    {
        http.SetVersion(receipt.Event.Version);
        http.SetReplayed(receipt.Replayed);
        return Answering.Json(receipt.Event.ToResponse(isForOperator: true), WalletJson.Default.EventResponse);
    }
}
