using System.Collections.Immutable;
using WalletKit.Rebates;

namespace WalletKit.Rules;

/// <summary>What one command changes: a store writes all of it in one transaction, or nothing.</summary>
public readonly record struct Changes
{
    /// <summary>The wallet to add; null unless one is opened.</summary>
    public Wallet? Opened { get; init; }

    /// <summary>The new states of wallets that stand.</summary>
    public ImmutableArray<Wallet> Wallets { get => field.IsDefault ? [] : field; init; }

    /// <summary>The transactions to append.</summary>
    public ImmutableArray<WalletTransaction> Transactions { get => field.IsDefault ? [] : field; init; }

    /// <summary>The rebate to add, earned by the one transaction in <see cref="Transactions"/>; null where none is.</summary>
    public Rebate? Earned { get; init; }

    /// <summary>The new state of a rebate that stands; null where none changes.</summary>
    public Rebate? Rebate { get; init; }

    /// <summary>The idempotency key to keep, with the first of <see cref="Transactions"/>; null where there is none.</summary>
    public RecordedCommand? Recorded { get; init; }
}
