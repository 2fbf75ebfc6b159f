using System.Collections.Immutable;

namespace WalletKit.Stores;

/// <summary>The changes of one command. A store writes all of them in one transaction, or none.</summary>
public readonly record struct Changes
{
    /// <summary>Gets the wallet to add; null unless the command opens one.</summary>
    public Wallet? Opened { get; init; }

    /// <summary>Gets the new states of existing wallets.</summary>
    public UpToTwo<Wallet> Wallets { get; init; }

    /// <summary>Gets the transactions to append, in this order.</summary>
    public UpToTwo<WalletTransaction> Transactions { get; init; }

    /// <summary>Gets the rebate to add, earned by the one transaction in <see cref="Transactions"/>; null for none.</summary>
    public Rebate? Earned { get; init; }

    /// <summary>Gets the new state of an existing rebate; null where none changes.</summary>
    public Rebate? Rebate { get; init; }

    /// <summary>Gets the hold to add; null unless the command places one.</summary>
    public Hold? Placed { get; init; }

    /// <summary>Gets the new states of existing holds.</summary>
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
