using WalletKit.Rules;

namespace WalletKit;

/// <summary>What happened to a wallet's balance in a period, its start included and its end not.</summary>
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

    /// <summary>How many entries there are.</summary>
    public required long Count { get; init; }

    /// <summary>Gets whether no later commit can change the statement, because its period had ended when it was asked for.</summary>
    public required bool IsFinal { get; init; }

    /// <summary>
    /// Gets the entries, oldest first; read page by page as they are enumerated. What is recorded meanwhile is not among them. Where entries are gone, the enumeration ends in a
    /// <see cref="WalletStoreException"/>.
    /// </summary>
    public required IAsyncEnumerable<WalletTransaction> Entries { get; init; }
}
