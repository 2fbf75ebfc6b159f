using System.Collections.Immutable;
using WalletKit.Rebates;

namespace WalletKit.Rules;

/// <summary>All that the rules need to know to decide a command, as it stands inside the transaction that will commit it.</summary>
/// <param name="Wallet">The command's wallet; for an opening, the one that stands under the owner and name, or else under the id. Null where there is none.</param>
/// <param name="Recorded">What the command's idempotency key stands for; null where it is new, or there is no key.</param>
/// <param name="Rebate">The rebate that a rebate command is about, or that a reversed deposit earned; null where there is none.</param>
public readonly record struct CommandState(Wallet? Wallet, RecordedCommand? Recorded = null, Rebate? Rebate = null)
{
    /// <summary>An opening that is limited: how many wallets that are not closed the owner has; counted no further than the limit.</summary>
    public int OpenWallets { get; init; }

    /// <summary>The other wallet of a transfer, or of its reversal; null where there is none.</summary>
    public Wallet? Counterpart { get; init; }

    /// <summary>The hold that the command is about; null where there is none.</summary>
    public Hold? Hold { get; init; }

    /// <summary>
    /// Open holds that expire, of the wallet that the command debits, the earliest first. Of those whose time has run out by the wallet's own
    /// clock all that the command may need, and at least two more where a hold ends and there are as many.
    /// </summary>
    public ImmutableArray<Hold> Expiring
    {
        get => field.IsDefault ? [] : field;
        init;
    }

    /// <summary>What a reversal reads.</summary>
    public ReversalState? Reversal { get; init; }
}
