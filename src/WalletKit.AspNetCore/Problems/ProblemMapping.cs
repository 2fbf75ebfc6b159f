using Microsoft.AspNetCore.Http;

namespace WalletKit.AspNetCore.Problems;

/// <summary>Which status and what text each exception gets. What a store says of itself stays in the log: it names files and servers.</summary>
internal static class ProblemMapping
{
    /// <summary>The refusal with the names of the library.</summary>
    public static Refusal ToRefusal(this WalletException exception) => exception switch
    {
        WalletStoreException { OutcomeUnknown: true } =>
            Later("outcome_unknown", "The store failed in the middle of the commit. Repeat the call with the same idempotency key to find out."),
        WalletStoreException { Failure: StoreFailure.Corrupt or StoreFailure.Constraint or StoreFailure.Other } =>
            new(StatusCodes.Status500InternalServerError, "store_failed", "The store failed. Nothing is known to have been changed."),
        WalletStoreException => Later("store_unavailable", "The store cannot take work now. Nothing was changed."),
        ExchangeRateUnavailableException => Later(exception.Code, "There is no exchange rate to be had now. Nothing was changed."),

        // A mistake of the host's code, of which its callers can mend nothing.
        NestedSectionException => new(StatusCodes.Status500InternalServerError, exception.Code, "The server called the wallets where it must not. Nothing was changed."),
        { IsTransient: true } => Later(exception.Code, exception.Message),
        _ => new(StatusOf(exception), exception.Code, exception.Message, FieldOf(exception)),
    };

    /// <summary>What the server itself refuses while the body is read, with the status that it chose; otherwise the chunks are none, or end too early.</summary>
    public static IResult ToResult(this BadHttpRequestException refusal) => refusal.StatusCode switch
    {
        StatusCodes.Status408RequestTimeout => Problem.Of(refusal.StatusCode, "body_too_slow", "body came more slowly than the server waits for.", "body"),
        StatusCodes.Status413PayloadTooLarge => Problem.Of(refusal.StatusCode, "body_too_large", "body is larger than the server takes.", "body"),
        StatusCodes.Status415UnsupportedMediaType => Problem.Of(refusal.StatusCode, "unsupported_media_type", "Content-Type is none that the server takes.", "Content-Type"),
        var status => Problem.Of(status, "invalid_input", "body could not be read.", "body"),
    };

    private static Refusal Later(string code, string detail) => new(StatusCodes.Status503ServiceUnavailable, code, detail);

    private static string? FieldOf(WalletException exception) => exception switch
    {
        InvalidInputException input => input.Field,
        InvalidAmountException => "amount",
        UnknownCurrencyException => "currency",
        _ => null,
    };

    private static int StatusOf(WalletException exception) => exception switch
    {
        WalletNotFoundException or HoldNotFoundException or TransactionNotFoundException or RebateNotFoundException => StatusCodes.Status404NotFound,
        TransferNotAllowedException => StatusCodes.Status403Forbidden,
        ConcurrencyConflictException => StatusCodes.Status412PreconditionFailed,
        IdempotencyConflictException => StatusCodes.Status422UnprocessableEntity,
        WalletFrozenException or WalletAlreadyFrozenException or WalletNotFrozenException or WalletClosedException or WalletNotEmptyException or HoldEndedException or TooManyOpenHoldsException or TooManyWalletsException
            or AlreadyReversedException or NotReversibleException or CreditLimitInUseException or CurrencyMismatchException or RebateStateException => StatusCodes.Status409Conflict,
        _ => StatusCodes.Status400BadRequest,
    };
}
