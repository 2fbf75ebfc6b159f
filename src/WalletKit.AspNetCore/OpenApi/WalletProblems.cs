namespace WalletKit.AspNetCore.OpenApi;

/// <summary>The meaning of each status of a refusal, and the codes that come with it.</summary>
internal static class WalletProblems
{
    private static readonly (int Status, string Meaning, string Codes)[] s_all =
    [
        (400, "The call is malformed, or asks for more than there is", "invalid_input, invalid_amount, unknown_currency, insufficient_funds, balance_out_of_range, hold_exceeded"),
        (401, "The caller is not known", "unauthenticated"),
        (403, "The caller may not do this", "forbidden, transfer_not_allowed"),
        (404, "There is none, or none of the caller's", "wallet_not_found, hold_not_found, transaction_not_found"),
        (408, "The body came too slowly", "body_too_slow"),
        (409, "The wallet, hold or transaction is in no state for it", "wallet_frozen, wallet_already_frozen, wallet_not_frozen, wallet_closed, wallet_not_empty, wallet_not_closed, wallet_already_erased, wallet_time_not_ahead, too_many_wallets, credit_limit_in_use, currency_mismatch, hold_captured, hold_voided, hold_expired, too_many_open_holds, already_reversed, not_reversible"),
        (412, "The wallet has another version than the call names", "concurrency_conflict"),
        (413, "The body is too large", "body_too_large"),
        (415, "The body is no JSON", "unsupported_media_type"),
        (422, "The key was used for something else", "idempotency_conflict"),
        (500, "The store failed", "store_failed"),
        (503, "The store, or the source of exchange rates, cannot take work now; Retry-After says when to try again", "store_unavailable, outcome_unknown, exchange_rate_unavailable"),
    ];

    /// <summary>The codes of all statuses, for people to read.</summary>
    public static string Codes { get; } = string.Join("; ", s_all.Select(problem => $"{problem.Status}: {problem.Codes}"));

    public static string? Of(int status) => s_all.FirstOrDefault(problem => problem.Status == status) is { Meaning: { } meaning, Codes: var codes } ? $"{meaning}: {codes}." : null;
}
