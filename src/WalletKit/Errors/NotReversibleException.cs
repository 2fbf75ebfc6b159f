namespace WalletKit;

/// <summary>A reversal, which cannot itself be reversed. Code <c>not_reversible</c>.</summary>
public sealed class NotReversibleException : WalletRefusedException
{
    /// <summary>Says which transaction is a reversal.</summary>
    public NotReversibleException(TransactionId transactionId)
        : base(RefusalKind.State, "not_reversible", $"transaction {transactionId} is a reversal, and a reversal is not reversed.") => TransactionId = transactionId;

    /// <summary>The transaction.</summary>
    public TransactionId TransactionId { get; }
}
