namespace WalletKit;

/// <summary>A transaction that was reversed before. Code <c>already_reversed</c>.</summary>
public sealed class AlreadyReversedException : WalletRefusedException
{
    /// <summary>Says which transaction took it back.</summary>
    public AlreadyReversedException(TransactionId transactionId, TransactionId reversal)
        : base(RefusalKind.State, "already_reversed", $"transaction {transactionId} was reversed already, by {reversal}.")
    {
        TransactionId = transactionId;
        Reversal = reversal;
    }

    /// <summary>The transaction.</summary>
    public TransactionId TransactionId { get; }

    /// <summary>The transaction that took it back.</summary>
    public TransactionId Reversal { get; }
}
