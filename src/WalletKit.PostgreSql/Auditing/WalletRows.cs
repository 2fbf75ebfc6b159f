using WalletKit.Stores;

namespace WalletKit.PostgreSql.Auditing;

/// <summary>All rows of one small wallet, from one snapshot.</summary>
/// <param name="State">The wallet, which was readable.</param>
/// <param name="Secrets">The wallet's secrets.</param>
internal sealed record WalletRows(BookState State, WalletSecrets Secrets)
{
    /// <summary>Gets the holds, by number.</summary>
    public List<BookRow<Hold>> Holds { get; } = [];

    /// <summary>Gets the journal, by version.</summary>
    public List<BookRow<JournalEntry>> Journal { get; } = [];

    /// <summary>Gets the entries of the journal with the records to which they refer.</summary>
    public List<BookEntry> Entries { get; } = [];

    /// <summary>Gets the idempotency keys.</summary>
    public List<BookKey> Keys { get; } = [];
}
