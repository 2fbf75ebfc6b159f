using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using WalletKit.AspNetCore.Access;
using WalletKit.AspNetCore.Binding;

namespace WalletKit.AspNetCore.Endpoints;

/// <summary>
/// Holds. An owner places them on his own wallet; whoever they were placed for captures and voids them, which is an operator's.
/// </summary>
internal static class HoldEndpoints
{
    public static void Map(RouteGroupBuilder wallets)
    {
        wallets.MapPost("/{walletId}/holds", PlaceAsync).WithName("PlaceHold").WithSummary("Holds money back for a later capture.")
            .ForSpending().IsKeyed().Takes<HoldRequest>().Gives<HoldResponse>(StatusCodes.Status201Created).GivesVersion().MayRefuse(400, 404, 409, 412, 422);
        wallets.MapGet("/{walletId}/holds/{holdId}", GetAsync).WithName("GetHold").WithSummary("A hold as it stands now.")
            .ForReading().Gives<HoldResponse>().MayRefuse(400, 404);
        wallets.MapPost("/{walletId}/holds/{holdId}/capture", CaptureAsync).WithName("CaptureHold").WithSummary("Takes held money out of the wallet.")
            .ForOperating().IsKeyed().Takes<CaptureRequest>(isOptional: true).Gives<TransactionResponse>().GivesVersion().MayRefuse(400, 404, 409, 412, 422);
        wallets.MapPost("/{walletId}/holds/{holdId}/void", VoidAsync).WithName("VoidHold").WithSummary("Gives up a hold.")
            .ForOperating().IsKeyed().Gives<HoldResponse>().GivesVersion().MayRefuse(400, 404, 409, 412, 422);
    }

    private static async Task<IResult> PlaceAsync(HttpContext http, IWalletService wallets, WalletAccess access)
    {
        var walletId = http.ReadWalletId();
        var body = await http.ReadBodyAsync(WalletJson.Default.HoldRequest).ConfigureAwait(false);
        var options = new HoldOptions
        {
            IdempotencyKey = http.ReadIdempotencyKey(),
            ExpectedVersion = http.ReadExpectedVersion(),
            ExpiresIn = body.ExpiresInSeconds is { } seconds ? ToExpiry(seconds) : null,
            Reference = body.Reference,
            Metadata = body.Metadata,
        };
        await access.CheckAsync(http, walletId).ConfigureAwait(false);
        var receipt = await wallets.PlaceHoldAsync(walletId, body.Amount.Value, options, http.RequestAborted).ConfigureAwait(false);
        http.SetVersion(receipt.Version);
        http.SetReplayed(receipt.Replayed);
        http.SetLocation(receipt.Hold.Id.Number);
        return Answering.Json(receipt.Hold.ToResponse(), WalletJson.Default.HoldResponse, StatusCodes.Status201Created);
    }

    private static async Task<IResult> GetAsync(HttpContext http, IWalletService wallets, WalletAccess access)
    {
        var holdId = HoldOf(http);
        await access.CheckAsync(http, holdId.WalletId).ConfigureAwait(false);
        return Answering.Json((await wallets.GetHoldAsync(holdId, http.RequestAborted).ConfigureAwait(false)).ToResponse(), WalletJson.Default.HoldResponse);
    }

    private static async Task<IResult> CaptureAsync(HttpContext http, IWalletService wallets)
    {
        var holdId = HoldOf(http);
        var body = await http.ReadBodyAsync(WalletJson.Default.CaptureRequest, new CaptureRequest()).ConfigureAwait(false);
        var options = new CaptureOptions
        {
            IdempotencyKey = http.ReadIdempotencyKey(),
            ExpectedVersion = http.ReadExpectedVersion(),
            KeepOpen = body.KeepOpen,
            Reference = body.Reference,
            Metadata = body.Metadata,
        };
        return Answering.Transaction(http, await wallets.CaptureHoldAsync(holdId, body.Amount?.Value, options, http.RequestAborted).ConfigureAwait(false));
    }

    private static async Task<IResult> VoidAsync(HttpContext http, IWalletService wallets)
    {
        var holdId = HoldOf(http);
        var options = new CommandOptions { IdempotencyKey = http.ReadIdempotencyKey(), ExpectedVersion = http.ReadExpectedVersion() };

        // Who sends an amount means to void a part, which cannot be done.
        await http.RefuseBodyAsync().ConfigureAwait(false);
        var receipt = await wallets.VoidHoldAsync(holdId, options, http.RequestAborted).ConfigureAwait(false);
        http.SetVersion(receipt.Version);
        http.SetReplayed(receipt.Replayed);
        return Answering.Json(receipt.Hold.ToResponse(), WalletJson.Default.HoldResponse);
    }

    private static HoldId HoldOf(HttpContext http) => new(http.ReadWalletId(), http.ReadNumber("holdId"));

    private static TimeSpan ToExpiry(long seconds) => seconds > 0 && seconds <= (long)Commands.PlaceHold.MaxExpiresIn.TotalSeconds
        ? TimeSpan.FromSeconds(seconds)
        : throw new InvalidInputException("expiresInSeconds", seconds, $"must be 1 to {(long)Commands.PlaceHold.MaxExpiresIn.TotalSeconds}");
}
