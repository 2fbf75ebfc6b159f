using WalletKit.Storage.Books;

namespace WalletKit.Stores;

/// <summary>An entry of a journal with the records that an audit needs to judge it.</summary>
/// <param name="Version">The version of the entry.</param>
/// <param name="Entry">The entry; null where it cannot be read.</param>
/// <param name="Problem">The reason why the entry, or a record to which it refers, cannot be read; null where all can. With a problem, no property below counts.</param>
/// <remarks>All records come from one snapshot, so that a write during the audit makes no contradiction.</remarks>
public sealed record BookEntry(long Version, JournalEntry? Entry, string? Problem = null)
{
    /// <summary>Gets the transaction of the entry; null where the entry moves no money.</summary>
    public WalletTransaction? Transaction => Entry?.Transaction;

    /// <summary>Gets the other leg that the transaction names; null where it names none, or the leg does not exist.</summary>
    public WalletTransaction? Counterpart { get; init; }

    /// <summary>Gets the reversed transaction, or the deposit whose rebate this transaction pays.</summary>
    /// <value>Null where the transaction names none, or the named transaction does not exist.</value>
    public WalletTransaction? Target { get; init; }

    /// <summary>Gets the version of the reversal that the store finds for <see cref="Target"/>.</summary>
    /// <value>Null where the store finds none; one of them where there are two.</value>
    public long? TargetReversedBy { get; init; }

    /// <summary>Gets the rebate that <see cref="Target"/> earned, where this transaction is a rebate's payment.</summary>
    public Rebate? TargetRebate { get; init; }

    /// <summary>Gets the rebate that the transaction earned; null where it earned none.</summary>
    public Rebate? Rebate { get; init; }

    /// <summary>Gets the transaction that <see cref="Rebate"/> names as its payment.</summary>
    /// <value>Null where the rebate names none, or the named transaction does not exist.</value>
    public WalletTransaction? Payment { get; init; }

    /// <summary>Gets the version of the reversal of <see cref="Payment"/>; null where nothing reversed it.</summary>
    public long? PaymentReversedBy { get; init; }

    /// <summary>Gets the version of the transaction's reversal, where the transaction earned a rebate.</summary>
    /// <value>Null where nothing reversed the transaction, or where it earned no rebate.</value>
    public long? ReversedBy { get; init; }

    /// <summary>Creates an entry for a store that can read its every row.</summary>
    /// <param name="entry">The entry of the journal.</param>
    /// <param name="states">The snapshot that the entry is from.</param>
    /// <remarks>It looks up only the records to which the entry refers.</remarks>
    public static BookEntry Of(JournalEntry entry, StateSource states)
    {
        ArgumentNullException.ThrowIfNull(entry);
        ArgumentNullException.ThrowIfNull(states);
        return BookEntries.Create(entry, states.FindTransaction, states.FindReversal, states.FindRebate);
    }
}
