namespace WalletKit;

/// <summary>The refusal to reverse a reversal. Code <c>not_reversible</c>.</summary>
public sealed class NotReversibleException : WalletRefusedException
{
    /// <summary>Names the transaction that is a reversal.</summary>
    public NotReversibleException(TransactionId transactionId)
        : base(RefusalKind.State, "not_reversible", $"transaction {transactionId} is a reversal, and a reversal is not reversed.") => TransactionId = transactionId;

    /// <summary>Gets the transaction.</summary>
    public TransactionId TransactionId { get; }
}
