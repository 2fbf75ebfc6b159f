using System.Collections.Immutable;

namespace WalletKit.Stores;

/// <summary>What one command changes: a store writes all of it in one transaction, or nothing.</summary>
public readonly record struct Changes
{
    /// <summary>The wallet to add; null unless one is opened.</summary>
    public Wallet? Opened { get; init; }

    /// <summary>The new states of wallets that stand.</summary>
    public UpToTwo<Wallet> Wallets { get; init; }

    /// <summary>The transactions to append, in this order.</summary>
    public UpToTwo<WalletTransaction> Transactions { get; init; }

    /// <summary>The rebate to add, earned by the one transaction in <see cref="Transactions"/>; null where none is.</summary>
    public Rebate? Earned { get; init; }

    /// <summary>The new state of a rebate that stands; null where none changes.</summary>
    public Rebate? Rebate { get; init; }

    /// <summary>The hold to add; null unless one is placed.</summary>
    public Hold? Placed { get; init; }

    /// <summary>The new states of holds that stand.</summary>
    public ImmutableArray<Hold> Holds
    {
        get => field.IsDefault ? [] : field;
        init;
    }

    /// <summary>The event to append to the wallet's history; null where there is none.</summary>
    public WalletEvent? Event { get; init; }

    /// <summary>The idempotency key to keep; null where there is none.</summary>
    public RecordedCommand? Recorded { get; init; }
}
