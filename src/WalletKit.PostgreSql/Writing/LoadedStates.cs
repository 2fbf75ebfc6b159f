using WalletKit.Rules;
using WalletKit.Storage.Relational;
using WalletKit.Stores;

namespace WalletKit.PostgreSql.Writing;

/// <summary>
/// The rows that were loaded from the tables into memory. When the rules ask for a row that is not loaded, this source answers that there is none and notes that it is
/// missing. The writer then discards the decision, loads the missing rows, and asks the rules again.
/// </summary>
internal sealed class LoadedStates : RecordedStates
{
    private readonly HashSet<WalletId> _locked = [];
    private readonly Dictionary<WalletId, Wallet?> _wallets = [];
    private readonly Dictionary<WalletId, WalletSecrets> _secrets = [];
    private readonly Dictionary<(string OwnerId, string Name), WalletId?> _names = [];
    private readonly Dictionary<string, (int Limit, int Count)> _owners = new(StringComparer.Ordinal);
    private readonly Dictionary<(WalletId WalletId, Sha256Hash Plain), RecordedCommand?> _keys = [];
    private readonly Dictionary<TransactionId, WalletTransaction?> _transactions = [];
    private readonly Dictionary<TransactionId, long?> _reversals = [];
    private readonly Dictionary<TransactionId, Rebate?> _rebates = [];
    private readonly Dictionary<HoldId, Hold?> _holds = [];
    private readonly Dictionary<(WalletId WalletId, long Version), WalletEvent?> _events = [];
    private readonly Dictionary<ExpiredSum, long> _expired = [];
    private readonly Dictionary<HoldsAfter, List<Hold>> _expiring = [];
    private readonly Dictionary<EndedHolds, List<Hold>> _ended = [];

    /// <summary>The rows that the rules asked for and that are not loaded.</summary>
    public StateNeeds Missing { get; } = new();

    /// <summary>The wallets that exist and that another transaction keeps locked. They are not loaded.</summary>
    public HashSet<WalletId> Skipped { get; } = [];

    /// <summary>The latest time that the server's clock showed while all this was read.</summary>
    public DateTimeOffset ReadAt { get; private set; }

    public override Wallet? FindWallet(WalletId walletId)
    {
        if (!_wallets.TryGetValue(walletId, out var wallet))
        {
            Missing.Wallets.Add(walletId);
        }

        return wallet;
    }

    public override Wallet? FindWallet(string ownerId, string name)
    {
        if (!_names.TryGetValue((ownerId, name), out var walletId))
        {
            Missing.Names.Add((ownerId, name));
        }

        return walletId is { } id ? FindWallet(id) : null;
    }

    /// <summary>The id alone of a wallet with an owner and a name, which never changes; null where there is none.</summary>
    public WalletId? FindWalletId(string ownerId, string name) => _names.GetValueOrDefault((ownerId, name));

    public override int CountOpenWallets(string ownerId, int limit)
    {
        var isKnown = _owners.TryGetValue(ownerId, out var known);
        if (isKnown && (known.Limit >= limit || known.Count < known.Limit))
        {
            return Math.Min(known.Count, limit);
        }

        Missing.Owners[ownerId] = Math.Max(limit, Missing.Owners.GetValueOrDefault(ownerId));
        return 0;
    }

    public override WalletSecrets? FindSecrets(WalletId walletId) => FindWallet(walletId) is null ? null : _secrets[walletId];

    public override RecordedCommand? FindRecorded(WalletId walletId, KeyHash key) => Find(_keys, (walletId, key.Plain), Missing.Keys);

    public override WalletTransaction? FindTransaction(TransactionId transaction) => Find(_transactions, transaction, Missing.Transactions);

    public override long? FindReversal(TransactionId transaction) => Find(_reversals, transaction, Missing.Reversals);

    public override Rebate? FindRebate(TransactionId deposit) => Find(_rebates, deposit, Missing.Rebates);

    public override Hold? FindHold(HoldId hold) => Find(_holds, hold, Missing.Holds);

    public override WalletEvent? FindEvent(WalletId walletId, long version) => Find(_events, (walletId, version), Missing.Events);

    public override long SumExpired(WalletId walletId, DateTimeOffset now, EndedThrough? ended) => Find(_expired, new ExpiredSum(walletId, now, ended), Missing.Expired);

    public override IReadOnlyList<Hold> FindExpiring(WalletId walletId, DateTimeOffset after, int limit) => Find(_expiring, new HoldsAfter(walletId, after, limit), Missing.Expiring) ?? [];

    public override IReadOnlyList<Hold> FindEnded(WalletId walletId, EndedThrough ended, int limit) => Find(_ended, new EndedHolds(walletId, ended, limit), Missing.Ended) ?? [];

    /// <summary>Whether what a key stands for is there.</summary>
    public bool Has(BookReference reference) => reference.Kind switch
    {
        BookReferenceKind.Transaction => FindTransaction(new TransactionId(reference.WalletId, reference.Number)) is not null,
        BookReferenceKind.Hold => FindHold(new HoldId(reference.WalletId, reference.Number)) is not null,
        _ => FindEvent(reference.WalletId, reference.Number) is not null,
    };

    /// <summary>Says of all that was asked for that it is not there, before what is there is put in.</summary>
    public void Expect(StateNeeds needs)
    {
        Expect(_wallets, needs.Wallets);
        Expect(_names, needs.Names);
        Expect(_keys, needs.Keys);
        Expect(_transactions, needs.Transactions);
        Expect(_reversals, needs.Reversals);
        Expect(_rebates, needs.Rebates);
        Expect(_holds, needs.Holds);
        Expect(_events, needs.Events);
        Expect(_expired, needs.Expired);
        ExpectAll(_expiring, needs.Expiring);
        ExpectAll(_ended, needs.Ended);
        foreach (var (ownerId, limit) in needs.Owners)
        {
            _owners[ownerId] = (limit, 0);
        }
    }

    /// <summary>Keeps the wallets whose locks are held.</summary>
    public void Lock(IEnumerable<WalletId> walletIds) => _locked.UnionWith(walletIds);

    /// <summary>Puts in a wallet if its lock is held, and notes otherwise that it was skipped.</summary>
    public void PutLocked(Wallet wallet, WalletSecrets secrets)
    {
        if (_locked.Contains(wallet.Id))
        {
            Put(wallet, secrets);
        }
        else
        {
            _wallets.Remove(wallet.Id);
            Skipped.Add(wallet.Id);
        }
    }

    public void SeenAt(DateTimeOffset time) => ReadAt = time > ReadAt ? time : ReadAt;

    public void Put(Wallet wallet, WalletSecrets secrets) => (_wallets[wallet.Id], _secrets[wallet.Id]) = (wallet, secrets);

    public void Put(string ownerId, string name, WalletId walletId) => _names[(ownerId, name)] = walletId;

    public void PutOpenWallets(string ownerId, int count) => _owners[ownerId] = (_owners[ownerId].Limit, count);

    /// <summary>Puts in the command under a key.</summary>
    /// <param name="recorded">The command.</param>
    /// <param name="plain">The plain hash of the key, by which it was asked for.</param>
    public void Put(RecordedCommand recorded, Sha256Hash plain) => _keys[(recorded.WalletId, plain)] = recorded;

    public void Put(WalletTransaction transaction) => _transactions[transaction.Id] = transaction;

    public void PutReversal(TransactionId transaction, long reversedBy) => _reversals[transaction] = reversedBy;

    public void Put(Rebate rebate) => _rebates[rebate.Deposit] = rebate;

    public void Put(Hold hold) => _holds[hold.Id] = hold;

    public void Put(WalletEvent happened) => _events[(happened.WalletId, happened.Version)] = happened;

    public void Put(ExpiredSum asked, long sum) => _expired[asked] = sum;

    /// <summary>Puts in a hold that was asked for; they come by time and then by number.</summary>
    public void Put(HoldsAfter asked, Hold hold) => _expiring[asked].Add(hold);

    /// <inheritdoc cref="Put(HoldsAfter, Hold)"/>
    public void Put(EndedHolds asked, Hold hold) => _ended[asked].Add(hold);

    public void Clear()
    {
        ReadAt = default;
        _locked.Clear();
        Skipped.Clear();
        _wallets.Clear();
        _secrets.Clear();
        _names.Clear();
        _owners.Clear();
        _keys.Clear();
        _transactions.Clear();
        _reversals.Clear();
        _rebates.Clear();
        _holds.Clear();
        _events.Clear();
        _expired.Clear();
        _expiring.Clear();
        _ended.Clear();
        Missing.Clear();
    }

    private static TValue? Find<TKey, TValue>(Dictionary<TKey, TValue> loaded, TKey key, HashSet<TKey> missing)
        where TKey : notnull
    {
        if (!loaded.TryGetValue(key, out var value))
        {
            missing.Add(key);
        }

        return value;
    }

    private static void ExpectAll<TKey>(Dictionary<TKey, List<Hold>> loaded, HashSet<TKey> keys)
        where TKey : notnull
    {
        foreach (var key in keys)
        {
            loaded[key] = [];
        }
    }

    private static void Expect<TKey, TValue>(Dictionary<TKey, TValue?> loaded, HashSet<TKey> keys)
        where TKey : notnull
    {
        foreach (var key in keys)
        {
            loaded.TryAdd(key, default);
        }
    }
}
