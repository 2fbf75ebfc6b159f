using System.Collections.Immutable;
using WalletKit.Stores;

namespace WalletKit.Rules;

/// <summary>All that the rules need to know to decide a command, as it stands inside the transaction that will commit it.</summary>
/// <param name="Wallet">The command's wallet; for an opening, the one that stands under the owner and name, or else under the id. Null where there is none.</param>
/// <param name="Recorded">What the command's idempotency key stands for; null where it is new, or there is no key.</param>
/// <param name="Rebate">The rebate that a rebate command is about, or that a reversed deposit earned; null where there is none.</param>
internal readonly record struct CommandState(Wallet? Wallet, RecordedCommand? Recorded = null, Rebate? Rebate = null)
{
    /// <summary>An opening that is limited: how many wallets that are not closed the owner has; counted no further than the limit.</summary>
    public int OpenWallets { get; init; }

    /// <summary>The other wallet of a transfer, or of its reversal; null where there is none.</summary>
    public Wallet? Counterpart { get; init; }

    /// <summary>The hold that the command is about; null where there is none.</summary>
    public Hold? Hold { get; init; }

    /// <summary>What has expired of the holds of <see cref="Wallet"/>; null where nothing has.</summary>
    public ExpiredHolds? Expired { get; init; }

    /// <summary>What has expired of the holds of <see cref="Counterpart"/>, where a reversal debits it; null where nothing has.</summary>
    public ExpiredHolds? CounterpartExpired { get; init; }

    /// <summary>When the next hold expires once <see cref="Hold"/> has ended, where that hold is the next one; otherwise null.</summary>
    public DateTimeOffset? NextExpiry { get; init; }

    /// <summary>
    /// For a command that records expiries, holds that the wallet has ended and that are recorded as open, the earliest first: one more than the command
    /// may record where there are as many.
    /// </summary>
    public ImmutableArray<Hold> Ended
    {
        get => field.IsDefault ? [] : field;
        init;
    }

    /// <summary>Returns the wallet once what has expired has ended; null where there is no wallet.</summary>
    public Wallet? Standing(DateTimeOffset now) => Wallet is null ? null : Expiry.End(Wallet, Expired, now).Wallet;

    /// <summary>What a reversal reads.</summary>
    public ReversalState? Reversal { get; init; }
}
