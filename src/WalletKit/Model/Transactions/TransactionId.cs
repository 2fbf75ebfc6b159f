namespace WalletKit;

/// <summary>The identity of a transaction: its wallet and its place in the wallet's history.</summary>
/// <param name="WalletId">The wallet.</param>
/// <param name="Sequence">The place: 1 for the wallet's first transaction, and so on without a gap.</param>
public readonly record struct TransactionId(WalletId WalletId, long Sequence)
{
    /// <summary>Returns the wallet and the sequence, as <c>wallet/sequence</c>.</summary>
    public override string ToString() => $"{WalletId}/{Sequence}";
}
