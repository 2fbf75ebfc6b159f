using System.Collections.Immutable;
using WalletKit.Stores;

namespace WalletKit.Rules;

/// <summary>The ways in which a wallet changes. Each change is one entry of the wallet's journal.</summary>
internal static class Entries
{
    /// <summary>Whether a change would take the balance past the 64-bit range.</summary>
    public static bool IsPastRange(Wallet wallet, Int128 change) =>
        wallet.BalanceMinorUnits + change is var balance && (balance > long.MaxValue || balance < long.MinValue);

    /// <summary>Books an amount. The caller has decided before that the amount may be booked.</summary>
    /// <param name="wallet">The wallet before the entry.</param>
    /// <param name="secret">The wallet's secret for texts.</param>
    /// <param name="type">The type of the transaction.</param>
    /// <param name="amount">The change of the balance, in minor units.</param>
    /// <param name="now">The clock.</param>
    /// <param name="notes">The host's own texts.</param>
    /// <param name="links">The links to other transactions and holds; null for none.</param>
    /// <param name="ended">The holds whose expiry the entry records.</param>
    /// <param name="account">The account on the other side; null for the usual account.</param>
    /// <returns>The entry, with the wallet and the transaction.</returns>
    public static JournalEntry Append(
        Wallet wallet,
        Secret secret,
        TransactionType type,
        long amount,
        DateTimeOffset now,
        Notes notes,
        TransactionLinks? links = null,
        ImmutableArray<Hold> ended = default,
        string? account = null)
    {
        var transaction = new WalletTransaction
        {
            WalletId = wallet.Id,
            Sequence = checked(wallet.LastSequence + 1),
            Type = type,
            Currency = wallet.Currency,
            AmountMinorUnits = amount,
            BalanceAfterMinorUnits = checked(wallet.BalanceMinorUnits + amount),
            Version = checked(wallet.Version + 1),
            CreatedAt = Time.NotBefore(wallet.UpdatedAt, now),
            Reference = notes.Reference,
            Metadata = notes.Metadata,
            Actor = notes.Actor,
            EffectiveAt = notes.EffectiveAt,
            Account = account ?? CounterAccount.Of(type, links ?? TransactionLinks.None),
            Links = links ?? TransactionLinks.None,
        };
        var changed = wallet with
        {
            BalanceMinorUnits = transaction.BalanceAfterMinorUnits,
            LastSequence = transaction.Sequence,
            Version = transaction.Version,
            UpdatedAt = transaction.CreatedAt,
            IsOverdrawn = wallet.IsOverdrawn && IsBelowZero(wallet, transaction.BalanceAfterMinorUnits),
        };
        var entry = new JournalEntry { Type = (EntryType)type, Wallet = changed, Actor = notes.Actor, Transaction = transaction, ExpiredHolds = NumbersOf(ended) };
        Hash(wallet.ChainHash, entry, secret);
        transaction.SetHash(entry.Hash);
        return entry;
    }

    /// <summary>Ends a change of anything but the balance: raises the version, and ends the overdraft where nothing is missing any more.</summary>
    public static Wallet Change(Wallet changed, DateTimeOffset now) => changed with
    {
        Version = checked(changed.Version + 1),
        UpdatedAt = Time.NotBefore(changed.UpdatedAt, now),
        IsOverdrawn = changed.IsOverdrawn && IsBelowZero(changed, changed.BalanceMinorUnits),
    };

    /// <summary>Records a change that <see cref="Change"/> has ended.</summary>
    /// <param name="type">The kind of the entry.</param>
    /// <param name="changed">The wallet after the change, still with the hash of the entry before.</param>
    /// <param name="secret">The wallet's secret for texts.</param>
    /// <param name="actor">The actor; null where none is named.</param>
    /// <param name="ended">The holds whose expiry the entry records.</param>
    /// <param name="hold">The hold that was placed or voided; null for the other kinds.</param>
    /// <param name="happened">The change of the wallet's state; null for the other kinds.</param>
    public static JournalEntry Record(
        EntryType type, Wallet changed, Secret secret, string? actor, ImmutableArray<Hold> ended, HoldEntry? hold = null, WalletEvent? happened = null)
    {
        var entry = new JournalEntry { Type = type, Wallet = changed, Actor = actor, Hold = hold, Event = happened, ExpiredHolds = NumbersOf(ended) };
        Hash(changed.ChainHash, entry, secret);
        return entry;
    }

    /// <summary>Records the opening of a wallet.</summary>
    public static JournalEntry Open(Wallet wallet, Secret secret, string? actor)
    {
        var entry = new JournalEntry { Type = EntryType.Opened, Wallet = wallet, Actor = actor };
        Hash(default, entry, secret);
        return entry;
    }

    private static void Hash(Sha256Hash before, JournalEntry entry, Secret secret)
    {
        entry.SetTextCommitment(TextCommitment.Of(entry, secret));
        entry.Wallet.SetChainHash(HashChain.Next(before, entry));
    }

    private static ImmutableArray<long> NumbersOf(ImmutableArray<Hold> holds) => holds.IsDefaultOrEmpty ? [] : [.. holds.Select(hold => hold.Id.Number)];

    // The sum of held money is the recorded one. A debit has ended the expired holds before it comes here. A credit ends no hold, and the money of an expired
    // hold may be held again once the clock is set back.
    private static bool IsBelowZero(Wallet wallet, long balance) =>
        (Int128)balance + wallet.CreditLimitMinorUnits < wallet.Holds.HeldMinorUnits;
}
