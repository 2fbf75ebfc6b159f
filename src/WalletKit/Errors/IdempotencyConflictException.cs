namespace WalletKit;

/// <summary>The refusal of an idempotency key that was used with other content. Code <c>idempotency_conflict</c>.</summary>
public sealed class IdempotencyConflictException : WalletRefusedException
{
    /// <summary>Names the wallet to which the key belongs.</summary>
    /// <remarks>The key itself stays out of the message, because the message may end up in a log.</remarks>
    /// <param name="walletId">The wallet to which the key belongs.</param>
    /// <param name="recorded">The wallet's first transaction under the key; null where the key stands for no transaction.</param>
    public IdempotencyConflictException(WalletId walletId, TransactionId? recorded)
        : base(
            RefusalKind.KeyConflict,
            "idempotency_conflict",
            $"the idempotency key was used for other content in wallet {walletId}{(recorded is null ? "" : $", recorded as transaction {recorded}")}.")
    {
        WalletId = walletId;
        Recorded = recorded;
    }

    /// <summary>Gets the wallet to which the key belongs.</summary>
    public WalletId WalletId { get; }

    /// <summary>Gets the wallet's first transaction under the key.</summary>
    /// <remarks>Null where the key stands for no transaction: the key of a hold, for example.</remarks>
    public TransactionId? Recorded { get; }
}
