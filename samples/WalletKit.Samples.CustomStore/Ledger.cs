using WalletKit.Commands;
using WalletKit.Rules;
using WalletKit.Stores;

namespace WalletKit.Samples.CustomStore;

/// <summary>All committed records, in memory. A record that is asked for rarely is searched for from end to end, which suffices for thousands of wallets.</summary>
internal sealed class Ledger : StateSource
{
    // Wallets are listed in the order of the bytes of their ids.
    private readonly SortedDictionary<WalletId, WalletRecord> _wallets = [];
    private readonly Dictionary<(string OwnerId, string Name), WalletId> _names = [];

    // The rebates are in the order in which they were earned; a new state takes the place of the old one.
    private readonly OrderedDictionary<TransactionId, Rebate> _rebates = [];

    public IEnumerable<Wallet> Wallets => _wallets.Values.Select(record => record.Wallet);

    public IEnumerable<Rebate> Rebates => _rebates.Values;

    public WalletRecord? Find(WalletId walletId) => _wallets.GetValueOrDefault(walletId);

    public IEnumerable<Wallet> WalletsAfter(WalletId? after) => Wallets.SkipWhile(wallet => wallet.Id <= after);

    public IEnumerable<Rebate> RebatesAfter(TransactionId? after) => _rebates.Values.Skip(after is { } deposit ? _rebates.IndexOf(deposit) + 1 : 0);

    public IEnumerable<RecordedCommand> KeysOf(WalletId walletId) => Find(walletId) is { } record ? record.Keys.Values : [];

    public override Wallet? FindWallet(WalletId walletId) => Find(walletId)?.Wallet;

    public override Wallet? FindWallet(string ownerId, string name) => _names.TryGetValue((ownerId, name), out var walletId) ? FindWallet(walletId) : null;

    public override int CountOpenWallets(string ownerId, int limit) => Wallets.Where(wallet => wallet.OwnerId == ownerId && wallet.Status != WalletStatus.Closed).Take(limit).Count();

    public override WalletSecrets? FindSecrets(WalletId walletId) => Find(walletId)?.Secrets;

    public override RecordedCommand? FindRecorded(WalletId walletId, KeyHash key) => Find(walletId)?.Keys.GetValueOrDefault(key.Kept);

    public override Rebate? FindRebate(TransactionId deposit) => _rebates.GetValueOrDefault(deposit);

    public override WalletTransaction? FindTransaction(TransactionId transaction) => Find(transaction.WalletId)?.FindEntry(transaction.Version)?.Transaction;

    public override long? FindReversal(TransactionId transaction) =>
        Find(transaction.WalletId) is { } record && record.Reversals.TryGetValue(transaction.Version, out var reversal) ? reversal : null;

    public override Hold? FindHold(HoldId hold) => Find(hold.WalletId)?.FindHold(hold.Number);

    public override long SumExpired(WalletId walletId, DateTimeOffset now, EndedThrough? ended) =>
        Expiring(walletId).Where(hold => hold.ExpiresAt <= now && ended?.Covers(hold) != true).Sum(hold => hold.RemainingMinorUnits);

    public override IReadOnlyList<Hold> FindExpiring(WalletId walletId, DateTimeOffset after, int limit) =>
        [.. Expiring(walletId).Where(hold => hold.ExpiresAt > after).Take(limit)];

    public override IReadOnlyList<Hold> FindEnded(WalletId walletId, EndedThrough ended, int limit) => [.. Expiring(walletId).Where(ended.Covers).Take(limit)];

    /// <summary>The wallet as its readers see it: an expired hold holds nothing, recorded or not.</summary>
    public Wallet? AsOf(Wallet? wallet, DateTimeOffset now) => wallet is null ? null : StateSourceExtensions.AsOf(this, wallet, now);

    private IEnumerable<Hold> Expiring(WalletId walletId) =>
        (Find(walletId)?.Holds ?? [])
            .Where(hold => hold is { Status: HoldStatus.Open, ExpiresAt: not null })
            .OrderBy(hold => hold.ExpiresAt)
            .ThenBy(hold => hold.Id.Number);

    /// <summary>Applies the changes of one commit: when it is made, and again each time the journal is read.</summary>
    public void Apply(ReadOnlySpan<Changes> commit)
    {
        foreach (ref readonly var changes in commit)
        {
            if (changes.Opened is { } opened)
            {
                _wallets.Add(opened.Id, new WalletRecord(changes.Secrets!));
                _names.Add((opened.OwnerId, opened.Name), opened.Id);
            }

            foreach (var entry in changes.Entries)
            {
                _wallets[entry.WalletId].Append(entry);
            }

            if (changes.Placed is { } placed)
            {
                _wallets[placed.Id.WalletId].Put(placed);
            }

            foreach (var hold in changes.Holds)
            {
                _wallets[hold.Id.WalletId].Put(hold);
            }

            if (changes.Recorded is { } recorded)
            {
                _wallets[recorded.WalletId].Keys.Add(recorded.Key, recorded);
            }

            if ((changes.Earned ?? changes.Rebate) is { } rebate)
            {
                _rebates[rebate.Deposit] = rebate;
            }
        }
    }
}
