using System.Globalization;
using Microsoft.AspNetCore.Http;
using WalletKit.AspNetCore.Binding;

namespace WalletKit.AspNetCore.Problems;

/// <summary>Which status and what text each refusal gets. What a store says of itself stays in the log: it names files and servers.</summary>
internal static class ProblemMapping
{
    public static IResult ToResult(WalletException refusal, HttpContext http, TimeSpan retryAfter)
    {
        switch (refusal)
        {
            case WalletStoreException { OutcomeUnknown: true }:
                return Later("outcome_unknown", "The store failed in the middle of the commit. Repeat the call with the same Idempotency-Key to find out.");
            case WalletStoreException { Failure: StoreFailure.Corrupt or StoreFailure.Constraint or StoreFailure.Other }:
                return Problem.Of(StatusCodes.Status500InternalServerError, "store_failed", "The store failed. Nothing is known to have been changed.");
            case WalletStoreException:
                return Later("store_unavailable", "The store cannot take work now. Nothing was changed.");
            case ExchangeRateUnavailableException:
                return Later(refusal.Code, "There is no exchange rate to be had now. Nothing was changed.");
            default:
                return Problem.Of(StatusOf(refusal), refusal.Code, DetailOf(refusal), FieldOf(refusal));
        }

        IResult Later(string code, string detail)
        {
            http.Response.Headers.RetryAfter = ((long)Math.Ceiling(retryAfter.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
            return Problem.Of(StatusCodes.Status503ServiceUnavailable, code, detail);
        }
    }

    /// <summary>What the server itself refuses while the body is read, with the status that it chose; otherwise the chunks are none, or end too early.</summary>
    public static IResult ToResult(BadHttpRequestException refusal) => refusal.StatusCode switch
    {
        StatusCodes.Status408RequestTimeout => Problem.Of(refusal.StatusCode, "body_too_slow", "body came more slowly than the server waits for.", "body"),
        StatusCodes.Status413PayloadTooLarge => Problem.Of(refusal.StatusCode, "body_too_large", "body is larger than the server takes.", "body"),
        StatusCodes.Status415UnsupportedMediaType => Problem.Of(refusal.StatusCode, "unsupported_media_type", "Content-Type is none that the server takes.", "Content-Type"),
        var status => Problem.Of(status, "invalid_input", "body could not be read.", "body"),
    };

    // Of a tag that is none of this wallet's there is no version to name.
    private static string DetailOf(WalletException refusal) => refusal is ConcurrencyConflictException conflict
        ? $"wallet {conflict.WalletId} is at version {conflict.ActualVersion}, which If-Match does not name."
        : refusal.Message;

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
        TransferNotAllowedException => StatusCodes.Status403Forbidden,
        ConcurrencyConflictException => StatusCodes.Status412PreconditionFailed,
        IdempotencyConflictException => StatusCodes.Status422UnprocessableEntity,
        WalletFrozenException or WalletNotFrozenException or WalletClosedException or WalletNotEmptyException or TooManyWalletsException or HoldEndedException
            or AlreadyReversedException or NotReversibleException or CreditLimitInUseException or CurrencyMismatchException => StatusCodes.Status409Conflict,
        _ => StatusCodes.Status400BadRequest,
    };
}
