namespace WalletKit;

/// <summary>An idempotency key that stands for other content already. Code <c>idempotency_conflict</c>.</summary>
public sealed class IdempotencyConflictException : WalletRefusedException
{
    /// <summary>Says whose key was used before; the key itself stays out of the message, which may end up in a log.</summary>
    /// <param name="walletId">The wallet whose key it is.</param>
    /// <param name="recorded">The wallet's first transaction that the key stands for; null where it stands for none.</param>
    public IdempotencyConflictException(WalletId walletId, TransactionId? recorded)
        : base(
            RefusalKind.KeyConflict,
            "idempotency_conflict",
            $"the idempotency key was used for other content in wallet {walletId}{(recorded is null ? "" : $", recorded as transaction {recorded}")}.")
    {
        WalletId = walletId;
        Recorded = recorded;
    }

    /// <summary>The wallet whose key it is.</summary>
    public WalletId WalletId { get; }

    /// <summary>The wallet's first transaction that the key stands for; null where it stands for none, as that of a hold.</summary>
    public TransactionId? Recorded { get; }
}
