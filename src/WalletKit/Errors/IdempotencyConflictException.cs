namespace WalletKit;

/// <summary>An idempotency key that stands for other content already. Code <c>idempotency_conflict</c>.</summary>
public sealed class IdempotencyConflictException : WalletException
{
    /// <summary>Says whose key was used before; the key itself stays out of the message, which may end up in a log.</summary>
    public IdempotencyConflictException(TransactionId recorded)
        : base("idempotency_conflict", $"the idempotency key was used for other content, recorded as transaction {recorded}.") => Recorded = recorded;

    /// <summary>The transaction that the key stands for.</summary>
    public TransactionId Recorded { get; }
}
