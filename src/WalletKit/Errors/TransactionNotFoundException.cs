namespace WalletKit;

/// <summary>There is no such transaction. Code <c>transaction_not_found</c>.</summary>
public sealed class TransactionNotFoundException : WalletRefusedException
{
    /// <summary>Says which transaction there is not.</summary>
    public TransactionNotFoundException(TransactionId transactionId)
        : base(RefusalKind.NotFound, "transaction_not_found", $"there is no transaction {transactionId}.") => TransactionId = transactionId;

    /// <summary>The transaction.</summary>
    public TransactionId TransactionId { get; }
}
