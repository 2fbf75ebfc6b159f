using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using WalletKit.AspNetCore.Access;
using WalletKit.AspNetCore.Binding;
using WalletKit.Rules;

namespace WalletKit.AspNetCore.Endpoints;

/// <summary>
/// Holds. An owner places them on its own wallet; an operator captures and voids them.
/// </summary>
internal static class HoldEndpoints
{
    public static void Map(RouteGroupBuilder wallets)
    {
        wallets.MapPost("/{walletId}/holds", PlaceAsync).WithName("PlaceHold").WithSummary("Holds money back for a later capture.")
            .ForSpending().IsKeyed().Takes<HoldRequest>().Gives<HoldResponse>(StatusCodes.Status201Created).GivesVersion().MayRefuse(400, 404, 409, 412, 422);
        wallets.MapGet("/{walletId}/holds", ListAsync).WithName("ListHolds").WithSummary("A page of the open holds of a wallet, in the order of their numbers.")
            .ForReading().TakesQuery(QueryParameters.Limit, QueryParameters.Cursor).Gives<HoldPageResponse>().MayRefuse(400, 404);
        wallets.MapGet("/{walletId}/holds/{holdId}", GetAsync).WithName("GetHold").WithSummary("A hold as it stands now.")
            .ForReading().Gives<HoldResponse>().MayRefuse(400, 404);
        wallets.MapPost("/{walletId}/holds/{holdId}/capture", CaptureAsync).WithName("CaptureHold").WithSummary("Takes held money out of the wallet.")
            .ForOperating().IsKeyed().Takes<CaptureRequest>(isOptional: true).Gives<CaptureResponse>().GivesVersion().MayRefuse(400, 404, 409, 412, 422);
        wallets.MapPost("/{walletId}/holds/{holdId}/void", VoidAsync).WithName("VoidHold").WithSummary("Gives up a hold.")
            .ForOperating().IsKeyed().Takes<VoidRequest>(isOptional: true).Gives<HoldResponse>().GivesVersion().MayRefuse(400, 404, 409, 412, 422);
    }

    private static async Task<IResult> PlaceAsync(HttpContext http, IWalletService wallets, WalletAccess access)
    {
        var walletId = http.ReadWalletId();
        var body = await http.ReadBodyAsync(WalletJson.Default.HoldRequest).ConfigureAwait(false);
        var options = new HoldOptions
        {
            IdempotencyKey = http.ReadIdempotencyKey(),
            ExpectedVersion = http.ReadExpectedVersion(body.Version),
            Actor = http.User.Subject(),
            EffectiveAt = body.EffectiveAt,
            Currency = body.Currency,
            ExpiresIn = body.ExpiresInSeconds is { } seconds ? ToExpiry(seconds) : null,
            Reference = body.Reference,
            Metadata = body.Metadata,
        };
        await access.CheckAsync(http, walletId).ConfigureAwait(false);
        if (access.RefuseFields(http, ("effectiveAt", body.EffectiveAt is not null)) is { } forbidden)
        {
            return forbidden;
        }

        var receipt = await wallets.PlaceHoldAsync(walletId, body.Amount.Value, options, http.RequestAborted).ConfigureAwait(false);
        http.SetVersion(receipt.Version);
        http.SetReplayed(receipt.Replayed);
        http.SetLocation(receipt.Hold.Id.Number);
        return Answering.Json(receipt.Hold.ToResponse(), WalletJson.Default.HoldResponse, StatusCodes.Status201Created);
    }

    private static async Task<IResult> ListAsync(HttpContext http, IWalletService wallets, WalletAccess access)
    {
        var walletId = http.ReadWalletId();
        var (limit, after) = (http.Request.Query.GetLimit(), http.Request.Query.GetPlace());
        await access.CheckAsync(http, walletId).ConfigureAwait(false);
        var (holds, next) = await Paging.TakeAsync(
            wallets.StreamOpenHoldsAsync(walletId, after, http.RequestAborted), limit, hold => hold.Id.Number, hold => [hold.Reference, .. hold.Metadata.Keys, .. hold.Metadata.Values]).ConfigureAwait(false);
        return Answering.Json(new HoldPageResponse([.. holds.Select(hold => hold.ToResponse())], next), WalletJson.Default.HoldPageResponse);
    }

    private static async Task<IResult> GetAsync(HttpContext http, IWalletService wallets, WalletAccess access)
    {
        var holdId = http.ReadHoldId();
        await access.CheckAsync(http, holdId.WalletId).ConfigureAwait(false);
        return Answering.Json((await wallets.GetHoldAsync(holdId, http.RequestAborted).ConfigureAwait(false)).ToResponse(), WalletJson.Default.HoldResponse);
    }

    private static async Task<IResult> CaptureAsync(HttpContext http, IWalletService wallets)
    {
        var holdId = http.ReadHoldId();
        var body = await http.ReadBodyAsync(WalletJson.Default.CaptureRequest, new CaptureRequest()).ConfigureAwait(false);
        var options = new CaptureOptions
        {
            IdempotencyKey = http.ReadIdempotencyKey(),
            ExpectedVersion = http.ReadExpectedVersion(body.Version),
            Actor = http.User.Subject(),
            EffectiveAt = body.EffectiveAt,
            Currency = body.Currency,
            KeepOpen = body.KeepOpen,
            Account = body.Account,
            Reference = body.Reference,
            Metadata = body.Metadata,
        };
        var receipt = await wallets.CaptureHoldAsync(holdId, body.Amount?.Value, options, http.RequestAborted).ConfigureAwait(false);
        http.SetVersion(receipt.Version);
        http.SetReplayed(receipt.Replayed);
        return Answering.Json(new CaptureResponse(receipt.Transaction.ToResponse(isForOperator: true), receipt.Hold.ToResponse()), WalletJson.Default.CaptureResponse);
    }

    private static async Task<IResult> VoidAsync(HttpContext http, IWalletService wallets)
    {
        var holdId = http.ReadHoldId();

        // A caller that sends an amount wants to void a part, which is not possible: the field is refused.
        var body = await http.ReadBodyAsync(WalletJson.Default.VoidRequest, new VoidRequest()).ConfigureAwait(false);
        var options = new VoidOptions
        {
            IdempotencyKey = http.ReadIdempotencyKey(),
            ExpectedVersion = http.ReadExpectedVersion(body.Version),
            Actor = http.User.Subject(),
            EffectiveAt = body.EffectiveAt,
        };
        var receipt = await wallets.VoidHoldAsync(holdId, options, http.RequestAborted).ConfigureAwait(false);
        http.SetVersion(receipt.Version);
        http.SetReplayed(receipt.Replayed);
        return Answering.Json(receipt.Hold.ToResponse(), WalletJson.Default.HoldResponse);
    }

    private static TimeSpan ToExpiry(long seconds) => seconds > 0 && seconds <= (long)WalletKit.PlaceHold.MaxExpiresIn.TotalSeconds
        ? TimeSpan.FromSeconds(seconds)
        : throw new InvalidInputException("expiresInSeconds", seconds, $"must be 1 to {(long)WalletKit.PlaceHold.MaxExpiresIn.TotalSeconds}");
}
