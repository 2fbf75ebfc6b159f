using Microsoft.AspNetCore.Http;

namespace WalletKit.AspNetCore.Problems;

/// <summary>The status and the text for each exception. A store's own message stays in the log, because it names files and servers.</summary>
internal static class ProblemMapping
{
    /// <summary>The refusal, with the names that the library uses.</summary>
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

    /// <summary>A refusal of the server itself during the reading of the body, with its own status; otherwise the chunks are malformed, or end too early.</summary>
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
    /// <exception cref="ArgumentOutOfRangeException">The kind is not known here. It becomes a fault, so that no caller is blamed for it.</exception>
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
