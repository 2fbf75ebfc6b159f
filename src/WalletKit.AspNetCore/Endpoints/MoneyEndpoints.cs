using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using WalletKit.AspNetCore.Access;
using WalletKit.AspNetCore.Binding;
using WalletKit.AspNetCore.Problems;
using WalletKit.Model.Money;

namespace WalletKit.AspNetCore.Endpoints;

/// <summary>Deposits, withdrawals, transfers and reversals.</summary>
internal static class MoneyEndpoints
{
    public static void Map(RouteGroupBuilder wallets)
    {
        wallets.MapPost("/{walletId}/deposit", DepositAsync).WithName("Deposit").WithSummary("Adds money to a wallet.")
            .ForOperating().IsKeyed().Takes<MoneyRequest>().Gives<TransactionResponse>().GivesVersion().MayRefuse(400, 404, 409, 412, 422);
        wallets.MapPost("/{walletId}/withdraw", WithdrawAsync).WithName("Withdraw").WithSummary("Takes money out of a wallet.")
            .ForSpending().IsKeyed().Takes<MoneyRequest>().Gives<TransactionResponse>().GivesVersion().MayRefuse(400, 404, 409, 412, 422);
        wallets.MapPost("/{walletId}/transfers", TransferAsync).WithName("Transfer").WithSummary("Moves money to another wallet.")
            .ForSpending().IsKeyed().Takes<TransferRequest>().Gives<TransactionsResponse>().GivesVersion().MayRefuse(400, 404, 409, 412, 422);
        wallets.MapPost("/{walletId}/transactions/{version}/reverse", ReverseAsync).WithName("Reverse").WithSummary("Takes back a transaction in full.")
            .ForOperating().IsKeyed().Takes<ReverseRequest>(isOptional: true).Gives<TransactionsResponse>().GivesVersion().MayRefuse(400, 404, 409, 412, 422);
    }

    private static async Task<IResult> DepositAsync(HttpContext http, IWalletService wallets)
    {
        var walletId = http.ReadWalletId();
        var body = await http.ReadBodyAsync(WalletJson.Default.MoneyRequest).ConfigureAwait(false);
        var receipt = await wallets.DepositAsync(walletId, body.Amount.Value, With(new DepositOptions { Account = body.Account }, http, body), http.RequestAborted).ConfigureAwait(false);
        return Answering.Transaction(http, receipt, isForOperator: true);
    }

    private static async Task<IResult> WithdrawAsync(HttpContext http, IWalletService wallets, WalletAccess access)
    {
        var walletId = http.ReadWalletId();
        var body = await http.ReadBodyAsync(WalletJson.Default.MoneyRequest).ConfigureAwait(false);
        var options = With(new WithdrawOptions { Account = body.Account }, http, body);
        await access.CheckAsync(http, walletId).ConfigureAwait(false);
        if (access.RefuseFields(http, ("account", body.Account is not null), ("effectiveAt", body.EffectiveAt is not null)) is { } forbidden)
        {
            return forbidden;
        }

        var receipt = await wallets.WithdrawAsync(walletId, body.Amount.Value, options, http.RequestAborted).ConfigureAwait(false);
        return Answering.Transaction(http, receipt, access.IsUnlimited(http));
    }

    private static async Task<IResult> TransferAsync(HttpContext http, IWalletService wallets, WalletAccess access)
    {
        var walletId = http.ReadWalletId();
        var body = await http.ReadBodyAsync(WalletJson.Default.TransferRequest).ConfigureAwait(false);
        var to = PathReading.ToWalletId("to", body.To);
        var isUnlimited = access.IsUnlimited(http);
        var options = new TransferOptions
        {
            IdempotencyKey = http.ReadIdempotencyKey(),
            ExpectedVersion = http.ReadExpectedVersion(body.Version),
            Actor = http.User.Subject(),
            EffectiveAt = body.EffectiveAt,
            Currency = body.Currency,
            TargetAmount = body.TargetAmount?.Value,
            Rate = body.Rate?.Value,
            // With rounding to the nearest, many small transfers back and forth would make money for a caller that chooses their amounts.
            Rounding = isUnlimited ? MidpointRounding.ToEven : MidpointRounding.ToZero,
            IsByOwner = !isUnlimited,
            Reference = body.Reference,
            Metadata = body.Metadata,
        };
        await access.CheckAsync(http, walletId).ConfigureAwait(false);

        // A caller that names the rate could make money from it.
        if (access.RefuseFields(
            http, ("rate", body.Rate is not null), ("targetAmount", body.TargetAmount is not null), ("effectiveAt", body.EffectiveAt is not null)) is { } forbidden)
        {
            return forbidden;
        }

        try
        {
            var receipt = await wallets.TransferAsync(walletId, to, body.Amount.Value, options, http.RequestAborted).ConfigureAwait(false);

            // The sender may not learn the balance of the other wallet.
            return Answering.Transactions(http, [receipt.Outgoing, receipt.Incoming], receipt.Replayed, isUnlimited);
        }
        catch (InvalidAmountException refusal) when (refusal.Amount == body.TargetAmount?.Value && refusal.Amount != body.Amount.Value)
        {
            return Problems.Problem.OfAmount(refusal, "targetAmount");
        }
        catch (BalanceOutOfRangeException refusal) when (!isUnlimited && refusal.WalletId == to)
        {
            return Problems.Problem.Of(StatusCodes.Status400BadRequest, refusal.Code, $"wallet {to} cannot take as much.");
        }
    }

    private static async Task<IResult> ReverseAsync(HttpContext http, IWalletService wallets)
    {
        var transaction = http.ReadTransactionId();
        var body = await http.ReadBodyAsync(WalletJson.Default.ReverseRequest, new ReverseRequest()).ConfigureAwait(false);
        var options = new ReversalOptions
        {
            IdempotencyKey = http.ReadIdempotencyKey(),
            ExpectedVersion = http.ReadExpectedVersion(body.Version),
            Actor = http.User.Subject(),
            EffectiveAt = body.EffectiveAt,
            Currency = body.Currency,
            AllowOverdraft = body.AllowOverdraft,
            Reference = body.Reference,
            Metadata = body.Metadata,
        };
        var receipt = await wallets.ReverseAsync(transaction, options, http.RequestAborted).ConfigureAwait(false);
        return Answering.Transactions(http, receipt.Transactions, receipt.Replayed, isForOperator: true);
    }

    private static T With<T>(T options, HttpContext http, MoneyRequest body)
        where T : PostingOptions => (T)(options with
        {
            IdempotencyKey = http.ReadIdempotencyKey(),
            ExpectedVersion = http.ReadExpectedVersion(body.Version),
            Actor = http.User.Subject(),
            EffectiveAt = body.EffectiveAt,
            Currency = body.Currency,
            Reference = body.Reference,
            Metadata = body.Metadata,
        });
}
