using WalletKit.Rules;

namespace WalletKit;

/// <summary>The changes of a wallet's balance in a period that includes its start and excludes its end.</summary>
public sealed record WalletStatement
{
    /// <summary>Gets the wallet.</summary>
    public required WalletId WalletId { get; init; }

    /// <summary>Gets the wallet's currency.</summary>
    public required Currency Currency { get; init; }

    /// <summary>Gets the start of the period.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>Gets the end of the period.</summary>
    public required DateTimeOffset To { get; init; }

    /// <summary>Gets the time by which the entries are in the period, and that gives their order.</summary>
    public TimeBasis Basis { get; init; }

    /// <summary>Gets the balance right before the first entry, in units.</summary>
    public required decimal OpeningBalance { get; init; }

    /// <summary>Gets the balance right after the last entry, in units.</summary>
    public required decimal ClosingBalance { get; init; }

    /// <summary>Gets the number of entries.</summary>
    public required long Count { get; init; }

    /// <summary>Gets whether no later commit can change the statement.</summary>
    /// <remarks>
    /// By recorded time, that is true if the period had ended when the statement was requested. By effective time it is never true, because a later transaction may
    /// have a value date in the period.
    /// </remarks>
    public required bool IsFinal { get; init; }

    /// <summary>Gets the entries, oldest first; they are read page by page as they are enumerated.</summary>
    /// <remarks>
    /// Transactions that are recorded meanwhile are not among them. If entries are missing in the store, the enumeration ends with a
    /// <see cref="WalletStoreException"/>. The balance after an entry is the opening balance and all amounts up to that entry. By effective time,
    /// <see cref="WalletTransaction.BalanceAfter"/> is another one: the balance in the order of recording.
    /// </remarks>
    public required IAsyncEnumerable<WalletTransaction> Entries { get; init; }
}
