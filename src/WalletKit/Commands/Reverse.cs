namespace WalletKit;

/// <summary>
/// Takes back a transaction in full by new ones: of a transfer both legs, of a deposit the rebate as well. Once per transaction, and never a reversal.
/// </summary>
/// <param name="Transaction">The transaction; of a transfer either leg.</param>
public sealed record Reverse(TransactionId Transaction) : PostingCommand(Transaction.WalletId)
{
    /// <summary>Whether it may take more than is available.</summary>
    public bool AllowOverdraft { get; init; }
}
