using WalletKit.Rules;
using WalletKit.Stores;

namespace WalletKit.Execution;

/// <summary>The erasures of a transaction. The records that they cover have no texts any more, though the store still has these.</summary>
internal sealed class StagedErasures
{
    private readonly Dictionary<WalletId, Wallet> _erased = [];

    /// <summary>Covers all records of a wallet so far.</summary>
    /// <param name="erased">The wallet after the erasure.</param>
    public void Add(Wallet erased) => _erased[erased.Id] = erased;

    public void Clear() => _erased.Clear();

    public Hold Of(Hold hold) =>
        _erased.Count > 0 && _erased.TryGetValue(hold.Id.WalletId, out var erased) && hold.Id.Number <= erased.Holds.LastNumber ? Erasure.Of(hold) : hold;

    public RecordedCommand Of(RecordedCommand recorded) => _erased.Values.Aggregate(recorded, Erasure.Of);

    public IReadOnlyList<Hold> Of(IReadOnlyList<Hold> holds) => _erased.Count == 0 ? holds : [.. holds.Select(Of)];
}
