namespace WalletKit;

/// <summary>The refusal to reverse a transaction that was reversed before. Code <c>already_reversed</c>.</summary>
public sealed class AlreadyReversedException : WalletRefusedException
{
    /// <summary>Names the transaction, and the transaction that reversed it.</summary>
    public AlreadyReversedException(TransactionId transactionId, TransactionId reversal)
        : base(RefusalKind.State, "already_reversed", $"transaction {transactionId} was reversed already, by {reversal}.")
    {
        TransactionId = transactionId;
        Reversal = reversal;
    }

    /// <summary>Gets the transaction.</summary>
    public TransactionId TransactionId { get; }

    /// <summary>Gets the transaction that reversed it.</summary>
    public TransactionId Reversal { get; }
}
