using WalletKit.Stores;

namespace WalletKit.Storage.Relational;

/// <summary>A key in its stored form, with the only transaction among its results, or else the identities of its results.</summary>
internal sealed record KeptKey(WalletId WalletId, Sha256Hash Key, Sha256Hash Content, long? Version, string? Result, DateTimeOffset RecordedAt)
{
    /// <summary>The transaction that is the only result and belongs to the key's own wallet, so that its version is enough to keep; otherwise null.</summary>
    public static WalletTransaction? OnlyTransaction(RecordedCommand recorded) =>
        recorded.Results is [{ Transactions: { Count: 1, First: { } transaction }, Hold: null, Event: null }] && transaction.WalletId == recorded.WalletId ? transaction : null;

    /// <summary>The stored form of a key.</summary>
    public static KeptKey Of(RecordedCommand recorded) =>
        OnlyTransaction(recorded) is { } only
            ? new KeptKey(recorded.WalletId, recorded.Key, recorded.Content, only.Version, null, recorded.RecordedAt)
            : new KeptKey(recorded.WalletId, recorded.Key, recorded.Content, null, RecordedResults.Write(recorded.Results), recorded.RecordedAt);

    /// <summary>The transactions, holds and events that the key stands for.</summary>
    public IEnumerable<BookReference> References() => Version is { } version
        ? [new BookReference(BookReferenceKind.Transaction, WalletId, version, Command: 0, Exists: false)]
        : RecordedResults.ReadReferences(Result ?? "");

    /// <summary>The key with the results that it stands for.</summary>
    public RecordedCommand ToRecorded(RecordedStates states) => new(WalletId, Key, Content, Version is { } version
        ? [new CommandResult { Transactions = [RecordedResults.Find(new TransactionId(WalletId, version), states)] }]
        : [.. RecordedResults.Read(Result ?? "", states)], RecordedAt);
}
