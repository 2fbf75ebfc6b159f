using System.Collections.Immutable;
using WalletKit.Rules;

namespace WalletKit.Stores;

/// <summary>The changes of one command. A store writes all of them in one transaction, or none.</summary>
public readonly record struct Changes
{
    /// <summary>Gets the entries to append to the journals of the wallets, in this order.</summary>
    /// <remarks>Both may be of one wallet, whose second entry then follows its first.</remarks>
    public UpToTwo<JournalEntry> Entries { get; init; }

    /// <summary>Gets the rebate to add, earned by the one transaction among <see cref="Entries"/>; null for none.</summary>
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

    /// <summary>Gets the idempotency key to keep; null where there is none.</summary>
    public RecordedCommand? Recorded { get; init; }

    /// <summary>Gets the new secrets of the wallet of <see cref="Entries"/>, which has only one then; null where they do not change.</summary>
    /// <remarks>An opening and an erasure bring new secrets.</remarks>
    public WalletSecrets? Secrets { get; init; }

    /// <summary>Gets the wallet to add; null unless the command opens one.</summary>
    public Wallet? Opened => Entries.First is { Type: EntryType.Opened } entry ? entry.Wallet : null;
}
