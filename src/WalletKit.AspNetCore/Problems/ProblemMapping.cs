using System.Globalization;
using Microsoft.AspNetCore.Http;
using WalletKit.AspNetCore.Binding;

namespace WalletKit.AspNetCore.Problems;

/// <summary>Which status and what text each refusal gets. What a store says of itself stays in the log: it names files and servers.</summary>
internal static class ProblemMapping
{
    public static IResult ToResult(WalletException refusal, HttpContext http, TimeSpan retryAfter)
    {
        if (refusal is not WalletStoreException store)
        {
            return Problem.Of(StatusOf(refusal), refusal.Code, refusal.Message, FieldOf(refusal));
        }

        if (!store.OutcomeUnknown && store.Failure is StoreFailure.Corrupt or StoreFailure.Constraint or StoreFailure.Other)
        {
            return Problem.Of(StatusCodes.Status500InternalServerError, "store_failed", "The store failed. Nothing is known to have been changed.");
        }

        http.Response.Headers.RetryAfter = ((long)Math.Ceiling(retryAfter.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        return store.OutcomeUnknown
            ? Problem.Of(StatusCodes.Status503ServiceUnavailable, "outcome_unknown", "The store failed in the middle of the commit. Repeat the call with the same Idempotency-Key to find out.")
            : Problem.Of(StatusCodes.Status503ServiceUnavailable, "store_unavailable", "The store cannot take work now. Nothing was changed.");
    }

    // As the caller wrote it, which is not always as the command names it.
    private static string? FieldOf(WalletException refusal) => refusal switch
    {
        InvalidInputException { Field: "idempotencyKey" } => RequestReading.IdempotencyKeyHeader,
        InvalidInputException { Field: "destination" } => "to",
        InvalidInputException { Field: "metadata key" or "metadata value" } => "metadata",
        InvalidInputException input => input.Field,
        InvalidAmountException => "amount",
        UnknownCurrencyException => "currency",
        _ => null,
    };

    private static int StatusOf(WalletException refusal) => refusal switch
    {
        WalletNotFoundException or HoldNotFoundException or TransactionNotFoundException or RebateNotFoundException => StatusCodes.Status404NotFound,
        ConcurrencyConflictException => StatusCodes.Status412PreconditionFailed,
        IdempotencyConflictException => StatusCodes.Status422UnprocessableEntity,
        WalletFrozenException or WalletNotFrozenException or WalletClosedException or WalletNotEmptyException or HoldEndedException
            or AlreadyReversedException or NotReversibleException or CreditLimitInUseException or CurrencyMismatchException => StatusCodes.Status409Conflict,
        _ => StatusCodes.Status400BadRequest,
    };
}
