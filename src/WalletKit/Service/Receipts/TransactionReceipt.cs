namespace WalletKit;

/// <summary>What a command that moved money returns.</summary>
/// <param name="Transaction">The transaction that was recorded.</param>
/// <param name="Replayed">Whether it was recorded by an earlier call under the same idempotency key, and nothing happened now.</param>
public sealed record TransactionReceipt(WalletTransaction Transaction, bool Replayed)
{
    /// <summary>The balance right after the transaction, in units.</summary>
    public decimal Balance => Transaction.BalanceAfter;

    /// <summary>The wallet's version right after the transaction.</summary>
    public long Version => Transaction.Version;
}
