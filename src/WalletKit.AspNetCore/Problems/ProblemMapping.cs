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
        WalletRefusedException { Kind: RefusalKind.Misuse } =>
            new(StatusCodes.Status500InternalServerError, exception.Code, "The server called the wallets where it must not. Nothing was changed."),
        WalletRefusedException refused => new(StatusOf(refused.Kind), refused.Code, refused.Message, FieldOf(refused)),
        _ => new(StatusCodes.Status500InternalServerError, exception.Code, "The server failed."),
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

    /// <summary>Returns the status of a kind of refusal.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The kind is not known here, so no caller is told that it made a mistake.</exception>
    internal static int StatusOf(RefusalKind kind) => kind switch
    {
        RefusalKind.Malformed or RefusalKind.Funds => StatusCodes.Status400BadRequest,
        RefusalKind.NotFound => StatusCodes.Status404NotFound,
        RefusalKind.NotAllowed => StatusCodes.Status403Forbidden,
        RefusalKind.VersionConflict => StatusCodes.Status412PreconditionFailed,
        RefusalKind.KeyConflict => StatusCodes.Status422UnprocessableEntity,
        RefusalKind.State => StatusCodes.Status409Conflict,
        RefusalKind.Unavailable => StatusCodes.Status503ServiceUnavailable,
        RefusalKind.Misuse => StatusCodes.Status500InternalServerError,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "There is no status for this kind of refusal."),
    };
}
