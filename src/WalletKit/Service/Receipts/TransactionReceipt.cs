namespace WalletKit;

/// <summary>The result of a command that moved money.</summary>
public sealed record TransactionReceipt
{
    /// <summary>Gets the transaction that was recorded.</summary>
    public required WalletTransaction Transaction { get; init; }

    /// <summary>Gets whether an earlier call under the same idempotency key recorded it, and nothing happened now.</summary>
    public required bool Replayed { get; init; }

    /// <summary>Gets the balance right after the transaction, in units.</summary>
    public decimal Balance => Transaction.BalanceAfter;

    /// <summary>Gets the wallet's version right after the transaction.</summary>
    public long Version => Transaction.Version;
}
