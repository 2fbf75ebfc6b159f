namespace WalletKit;

/// <summary>The refusal of a command on a transaction that does not exist. Code <c>transaction_not_found</c>.</summary>
public sealed class TransactionNotFoundException : WalletRefusedException
{
    /// <summary>Names the transaction that does not exist.</summary>
    public TransactionNotFoundException(TransactionId transactionId)
        : base(RefusalKind.NotFound, "transaction_not_found", $"there is no transaction {transactionId}.") => TransactionId = transactionId;

    /// <summary>Gets the transaction.</summary>
    public TransactionId TransactionId { get; }
}
