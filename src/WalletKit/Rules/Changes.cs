using System.Collections.Immutable;

namespace WalletKit.Stores;

/// <summary>What one command changes: a store writes all of it in one transaction, or nothing.</summary>
public readonly record struct Changes
{
    /// <summary>Gets the wallet to add; null unless one is opened.</summary>
    public Wallet? Opened { get; init; }

    /// <summary>Gets the new states of wallets that stand.</summary>
    public UpToTwo<Wallet> Wallets { get; init; }

    /// <summary>Gets the transactions to append, in this order.</summary>
    public UpToTwo<WalletTransaction> Transactions { get; init; }

    /// <summary>Gets the rebate to add, earned by the one transaction in <see cref="Transactions"/>; null where none is.</summary>
    public Rebate? Earned { get; init; }

    /// <summary>Gets the new state of a rebate that stands; null where none changes.</summary>
    public Rebate? Rebate { get; init; }

    /// <summary>Gets the hold to add; null unless one is placed.</summary>
    public Hold? Placed { get; init; }

    /// <summary>Gets the new states of holds that stand.</summary>
    public ImmutableArray<Hold> Holds
    {
        get => field.IsDefault ? [] : field;
        init;
    }

    /// <summary>Gets the event to append to the wallet's history; null where there is none.</summary>
    public WalletEvent? Event { get; init; }

    /// <summary>Gets the idempotency key to keep; null where there is none.</summary>
    public RecordedCommand? Recorded { get; init; }
}
