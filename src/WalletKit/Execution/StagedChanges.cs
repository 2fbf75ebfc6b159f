using System.Runtime.InteropServices;
using WalletKit.Execution;
using WalletKit.Rules;

namespace WalletKit.Stores;

/// <summary>The changes of a transaction that is being prepared, laid over the committed state of a store.</summary>
/// <remarks>
/// Each command sees the changes of the commands before it, and a refused batch is taken back without touching the store. A store creates one instance over its committed state, has <see cref="BatchExecution"/> run one or more batches on it, and writes the
/// <see cref="Log"/> in one transaction. <see cref="Wallets"/> are the newest states, for a store that keeps them beside the journals. Only one thread at a
/// time may use an instance.
/// </remarks>
/// <param name="committed">The committed state of the store.</param>
public sealed class StagedChanges(StateSource committed) : StateSource
{
    private readonly List<Changes> _log = [];
    private readonly Dictionary<WalletId, Wallet> _wallets = [];
    private readonly Dictionary<(string OwnerId, string Name), Wallet> _opened = [];
    private readonly Dictionary<string, (int Opened, int Closed)> _owners = new(StringComparer.Ordinal);
    private readonly Dictionary<(WalletId WalletId, Sha256Hash Key), RecordedCommand> _recorded = [];
    private readonly Dictionary<WalletId, WalletSecrets> _secrets = [];
    private readonly StagedErasures _erasures = new();
    private readonly Dictionary<TransactionId, Rebate> _rebates = [];
    private readonly Dictionary<TransactionId, long> _reversals = [];
    private readonly Dictionary<WalletId, StagedHolds> _holds = [];
    private readonly Dictionary<TransactionId, WalletTransaction> _transactions = [];

    // The committed holds that were read. They stay true as long as nothing else is written, and many commands of one transaction ask for the same holds.
    private readonly Dictionary<WalletId, (DateTimeOffset After, int Limit, IReadOnlyList<Hold> Holds)> _expiring = [];
    private readonly Dictionary<(WalletId WalletId, DateTimeOffset Now, EndedThrough? Ended), long> _expired = [];

    private readonly Dictionary<string, (int Limit, int Count)> _openWallets = new(StringComparer.Ordinal);

    // The length of the part of the log that the transactions above include. Few commands ask for a transaction, so they are added only then.
    private int _indexed;
    private DateTimeOffset? _time;

    /// <summary>Gets the changes of each command, in order.</summary>
    /// <remarks>A later entry may change the same wallet again; <see cref="Wallets"/> has the final states.</remarks>
    public ReadOnlySpan<Changes> Log => CollectionsMarshal.AsSpan(_log);

    /// <summary>Gets the newest state of each wallet that is opened or changed.</summary>
    public IReadOnlyCollection<Wallet> Wallets => _wallets.Values;

    /// <summary>The current place in the log, for <see cref="RollBackTo"/>.</summary>
    internal int Mark => _log.Count;

    /// <inheritdoc/>
    public override Wallet? FindWallet(WalletId walletId) =>
        _wallets.TryGetValue(walletId, out var staged) ? staged : committed.FindWallet(walletId);

    /// <inheritdoc/>
    public override Wallet? FindWallet(string ownerId, string name) =>
        _opened.TryGetValue((ownerId, name), out var opened) ? _wallets[opened.Id]
        : committed.FindWallet(ownerId, name) is { } wallet && FindWallet(wallet.Id) is { IsErased: false } standing ? standing
        : null;

    /// <inheritdoc/>
    public override int CountOpenWallets(string ownerId, int limit)
    {
        // The committed count must reach further by the number of wallets that were closed since.
        var (opened, closed) = _owners.GetValueOrDefault(ownerId);
        return (int)Math.Min((long)CountCommittedOpen(ownerId, (int)Math.Min((long)limit + closed, int.MaxValue)) + opened - closed, limit);
    }

    /// <inheritdoc/>
    public override WalletSecrets? FindSecrets(WalletId walletId) =>
        _secrets.Count > 0 && _secrets.TryGetValue(walletId, out var staged) ? staged : committed.FindSecrets(walletId);

    /// <inheritdoc/>
    public override RecordedCommand? FindRecorded(WalletId walletId, KeyHash key) =>
        (_recorded.GetValueOrDefault((walletId, key.Kept)) ?? committed.FindRecorded(walletId, key)) is { } recorded ? _erasures.Of(recorded) : null;

    /// <inheritdoc/>
    public override Rebate? FindRebate(TransactionId deposit) =>
        _rebates.TryGetValue(deposit, out var staged) ? staged : committed.FindRebate(deposit);

    /// <inheritdoc/>
    public override long? FindReversal(TransactionId transaction) =>
        _reversals.TryGetValue(transaction, out var staged) ? staged : committed.FindReversal(transaction);

    /// <inheritdoc/>
    public override Hold? FindHold(HoldId hold) =>
        (_holds.GetValueOrDefault(hold.WalletId)?.Find(hold.Number) ?? committed.FindHold(hold)) is { } found ? _erasures.Of(found) : null;

    /// <inheritdoc/>
    public override WalletTransaction? FindTransaction(TransactionId transaction)
    {
        for (; _indexed < _log.Count; _indexed++)
        {
            foreach (var entry in _log[_indexed].Entries)
            {
                if (entry.Transaction is { } staged)
                {
                    _transactions[staged.Id] = staged;
                }
            }
        }

        return _transactions.TryGetValue(transaction, out var found) ? found : committed.FindTransaction(transaction);
    }

    /// <inheritdoc/>
    /// <remarks>
    /// The committed sum is complete. A command that ends expired holds leaves none to be asked for, and no other command can place or change a hold that has
    /// expired at the time of the transaction.
    /// </remarks>
    public override long SumExpired(WalletId walletId, DateTimeOffset now, EndedThrough? ended)
    {
        if (!_expired.TryGetValue((walletId, now, ended), out var sum))
        {
            _expired[(walletId, now, ended)] = sum = committed.SumExpired(walletId, now, ended);
        }

        return sum;
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Hold> FindExpiring(WalletId walletId, DateTimeOffset after, int limit) => _erasures.Of(
        _holds.TryGetValue(walletId, out var staged)
            ?
            [
                .. staged.Unchanged(FindCommittedExpiring(walletId, after, staged.Reach(limit))).Take(limit)
                    .Concat(staged.ExpiringAfter(after).Take(limit))
                    .OrderBy(hold => hold.ExpiresAt)
                    .ThenBy(hold => hold.Id.Number)
                    .Take(limit),
            ]
            : [.. FindCommittedExpiring(walletId, after, limit).Take(limit)]);

    /// <inheritdoc/>
    public override IReadOnlyList<Hold> FindEnded(WalletId walletId, EndedThrough ended, int limit) => _erasures.Of(
        _holds.TryGetValue(walletId, out var staged)
            ? [.. staged.Unchanged(committed.FindEnded(walletId, ended, staged.Reach(limit))).Take(limit)]
            : committed.FindEnded(walletId, ended, limit));

    /// <summary>Begins a batch at a time, which is the same for all batches of the transaction.</summary>
    /// <exception cref="ArgumentException">A batch before it in the transaction had another time.</exception>
    internal void Begin(DateTimeOffset now)
    {
        if (now != (_time ??= now))
        {
            throw new ArgumentException($"All batches of one transaction have one time, {_time:O}.", nameof(now));
        }
    }

    internal void Add(in Changes changes)
    {
        _log.Add(changes);
        Apply(changes);
    }

    /// <summary>Takes back all changes that were added since <paramref name="mark"/>.</summary>
    internal void RollBackTo(int mark)
    {
        if (mark == _log.Count)
        {
            return;
        }

        _log.RemoveRange(mark, _log.Count - mark);
        ClearStates();
        foreach (ref readonly var changes in Log)
        {
            Apply(changes);
        }
    }

    /// <summary>Forgets all changes: they were written, or will not be.</summary>
    public void Clear()
    {
        _log.Clear();
        _expiring.Clear();
        _expired.Clear();
        _time = null;
        _openWallets.Clear();
        ClearStates();
    }

    /// <returns>At least as many holds as the limit, if there are as many.</returns>
    private IReadOnlyList<Hold> FindCommittedExpiring(WalletId walletId, DateTimeOffset after, int limit)
    {
        var isKnown = _expiring.TryGetValue(walletId, out var known) && known.After == after;
        if (isKnown && (limit <= known.Limit || known.Holds.Count < known.Limit))
        {
            return known.Holds;
        }

        // Each read asks for twice as many holds, so that a transaction that ends one hold after another does not read all of them for each.
        var more = isKnown ? (int)Math.Min(Math.Max(limit, 2L * known.Limit), int.MaxValue) : limit;
        var holds = committed.FindExpiring(walletId, after, more);
        _expiring[walletId] = (after, more, holds);
        return holds;
    }

    private StagedHolds HoldsOf(WalletId walletId)
    {
        if (!_holds.TryGetValue(walletId, out var holds))
        {
            _holds[walletId] = holds = new StagedHolds();
        }

        return holds;
    }

    private int CountCommittedOpen(string ownerId, int limit)
    {
        if (!_openWallets.TryGetValue(ownerId, out var known) || (limit > known.Limit && known.Count == known.Limit))
        {
            _openWallets[ownerId] = known = (limit, committed.CountOpenWallets(ownerId, limit));
        }

        return Math.Min(known.Count, limit);
    }

    private void Apply(in Changes changes)
    {
        foreach (var entry in changes.Entries)
        {
            Apply(entry);
        }

        if (changes.Placed is { } placed)
        {
            HoldsOf(placed.Id.WalletId).Place(placed);
        }

        foreach (var hold in changes.Holds)
        {
            HoldsOf(hold.Id.WalletId).Change(hold);
        }

        if (changes.Secrets is { } secrets)
        {
            _secrets[changes.Entries.First!.WalletId] = secrets;
        }

        if (changes.Recorded is { } recorded)
        {
            _recorded[(recorded.WalletId, recorded.Key)] = recorded;
        }

        if ((changes.Rebate ?? changes.Earned) is { } rebate)
        {
            _rebates[rebate.Deposit] = rebate;
        }
    }

    private void Apply(JournalEntry entry)
    {
        var wallet = entry.Wallet;
        if (entry.Type == EntryType.Erased)
        {
            LetGo(FindWallet(wallet.Id)!);
            _erasures.Add(wallet);
        }

        _wallets[wallet.Id] = wallet;
        if (entry.Type == EntryType.Opened)
        {
            _opened[(wallet.OwnerId, wallet.Name)] = wallet;
            Count(wallet.OwnerId, opened: 1, closed: 0);
        }
        else if (entry.Type == EntryType.Closed && !wallet.IsErased)
        {
            Count(wallet.OwnerId, opened: 0, closed: 1);
        }

        if (entry.Transaction?.Links.ReversalOf is { } reversed)
        {
            _reversals[new TransactionId(wallet.Id, reversed)] = entry.Version;
        }
    }

    // From its erasure on a wallet is no wallet of its owner, and its name is free.
    private void LetGo(Wallet before)
    {
        if (!before.IsErased)
        {
            _opened.Remove((before.OwnerId, before.Name));
            Count(before.OwnerId, opened: 0, closed: before.Status == WalletStatus.Closed ? 0 : 1);
        }
    }

    private void Count(string ownerId, int opened, int closed)
    {
        var before = _owners.GetValueOrDefault(ownerId);
        _owners[ownerId] = (before.Opened + opened, before.Closed + closed);
    }

    private void ClearStates()
    {
        _wallets.Clear();
        _opened.Clear();
        _owners.Clear();
        _recorded.Clear();
        _secrets.Clear();
        _erasures.Clear();
        _rebates.Clear();
        _reversals.Clear();
        _holds.Clear();
        _transactions.Clear();
        _indexed = 0;
    }
}
