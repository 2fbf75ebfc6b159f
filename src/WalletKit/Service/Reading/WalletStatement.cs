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

    /// <summary>Gets the balance right before the first entry, in units.</summary>
    public required decimal OpeningBalance { get; init; }

    /// <summary>Gets the balance right after the last entry, in units.</summary>
    public required decimal ClosingBalance { get; init; }

    /// <summary>Gets the number of entries.</summary>
    public required long Count { get; init; }

    /// <summary>Gets whether no later commit can change the statement.</summary>
    /// <remarks>That is true if the period had ended when the statement was requested.</remarks>
    public required bool IsFinal { get; init; }

    /// <summary>Gets the entries, oldest first; they are read page by page as they are enumerated.</summary>
    /// <remarks>
    /// Transactions that are recorded meanwhile are not among them. If entries are missing in the store, the enumeration ends with a
    /// <see cref="WalletStoreException"/>.
    /// </remarks>
    public required IAsyncEnumerable<WalletTransaction> Entries { get; init; }
}
