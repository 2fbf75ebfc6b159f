using System.Collections.Immutable;
using WalletKit.Stores;

namespace WalletKit.Rules;

/// <summary>All that the rules need in order to decide a command, in its state inside the transaction that will commit the command.</summary>
/// <param name="Wallet">The command's wallet; null where there is none. For an opening it is the existing wallet under the owner and name, or else under the id.</param>
/// <param name="Recorded">The earlier command under the same idempotency key; null where the key is new, or there is no key.</param>
/// <param name="Rebate">The rebate that a rebate command is about, or that a reversed deposit earned; null where there is none.</param>
internal readonly record struct CommandState(Wallet? Wallet, RecordedCommand? Recorded = null, Rebate? Rebate = null)
{
    /// <summary>The secrets of the command's wallet.</summary>
    public WalletSecrets Secrets
    {
        get => field ?? WalletSecrets.None;
        init;
    }

    /// <summary>The secrets of <see cref="Counterpart"/>.</summary>
    public WalletSecrets CounterpartSecrets
    {
        get => field ?? WalletSecrets.None;
        init;
    }

    /// <summary>For a limited opening, the number of the owner's wallets that are not closed; counted no further than the limit.</summary>
    public int OpenWallets { get; init; }

    /// <summary>The other wallet of a transfer, or of its reversal; null where there is none.</summary>
    public Wallet? Counterpart { get; init; }

    /// <summary>The hold that the command is about; null where there is none.</summary>
    public Hold? Hold { get; init; }

    /// <summary>The expired holds of <see cref="Wallet"/>; null where none has expired.</summary>
    public ExpiredHolds? Expired { get; init; }

    /// <summary>The expired holds of <see cref="Counterpart"/>, where a reversal debits it; null where none has expired.</summary>
    public ExpiredHolds? CounterpartExpired { get; init; }

    /// <summary>The wallet's next expiry once <see cref="Hold"/> has ended, where that hold is the next to expire; otherwise null.</summary>
    public DateTimeOffset? NextExpiry { get; init; }

    /// <summary>
    /// For a command that records expiries, the holds that the wallet has ended and that are still recorded as open, the earliest first. It has one hold more
    /// than the command may record, where there are as many.
    /// </summary>
    public ImmutableArray<Hold> Ended
    {
        get => field.IsDefault ? [] : field;
        init;
    }

    /// <summary>Returns the wallet with its expired holds ended; null where there is no wallet.</summary>
    public Wallet? Standing(DateTimeOffset now) => Wallet is null ? null : Expiry.End(Wallet, Expired, now).Wallet;

    /// <summary>The transactions that a reversal reads.</summary>
    public ReversalState? Reversal { get; init; }
}
