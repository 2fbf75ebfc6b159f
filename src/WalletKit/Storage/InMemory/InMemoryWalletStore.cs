using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using WalletKit.Locking;
using WalletKit.Rules;
using WalletKit.Storage;
using WalletKit.Storage.InMemory;
using WalletKit.Storage.Relational;
using WalletKit.Stores;

namespace WalletKit;

/// <summary>Keeps wallets in the memory of one process, guarded by a lock per wallet.</summary>
/// <remarks>
/// The store is for tests, and for data that may be lost with the process. It has the same rules and results as the other stores, without their durability.
/// </remarks>
public sealed partial class InMemoryWalletStore : WalletStore, IDisposable
{
    // Openings are serialized by the lock of an id that no wallet can have, so that of two at once one sees the other.
    private static readonly WalletId OpeningGate = new(Guid.Empty);

    private readonly ConcurrentDictionary<WalletId, WalletEntry> _entries = [];
    private readonly OwnerIndex _owners = new();
    private readonly IdIndex _ids = new();
    private readonly WalletLocks _locks = new();
    private readonly InMemoryRebateStore _rebates;
    private readonly TimeProvider _timeProvider;
    private readonly ClockGuard _clock;
    private readonly AheadProbe _ahead = new();
    private readonly InMemoryTotals _totals = new();
    private readonly PublishGates _publishing = new();
    private volatile bool _isPublishing;
    private volatile bool _closed;

    /// <summary>Makes an empty store.</summary>
    /// <param name="timeProvider">The source of the time of each commit.</param>
    /// <param name="clock">The limits within which the clock is trusted; null for the defaults.</param>
    /// <param name="logger">The log of jumps of the clock; null for none.</param>
    /// <exception cref="ArgumentException">A setting of the clock breaks its rule; the message names it.</exception>
    public InMemoryWalletStore(TimeProvider timeProvider, ClockOptions? clock = null, ILogger<InMemoryWalletStore>? logger = null)
    {
        ArgumentNullException.ThrowIfNull(timeProvider);
        _timeProvider = timeProvider;
        States = new CommittedStates(this);
        _clock = new ClockGuard(timeProvider, clock, logger);
        _rebates = new InMemoryRebateStore(_locks, _clock, walletId => _entries.GetValueOrDefault(walletId), Check);
        Books = new InMemoryBookStore(_locks, _ids, EntryOf, _rebates.Find, Check);
    }

    /// <inheritdoc/>
    public override StoreFeatures Features =>
        StoreFeatures.Rebates | StoreFeatures.Books | StoreFeatures.Erasure | StoreFeatures.Totals | StoreFeatures.KeyRetention;

    /// <summary>Gets the committed state of the store, from which the rules read.</summary>
    /// <remarks>It is for tests of another store, which compare results. Nothing may be committed while it is read.</remarks>
    public StateSource States { get; }

    /// <inheritdoc/>
    public override IBookStore Books { get; }

    /// <inheritdoc/>
    public override IRebateStore Rebates => _rebates;

    /// <inheritdoc/>
    public override ValueTask OpenAsync(CancellationToken cancellationToken = default)
    {
        Check(cancellationToken);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public override async ValueTask<BatchResult> CommitAsync(CommandBatch batch, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(batch);
        if (batch.Participant is { } participant)
        {
            throw ParticipantRules.Unsupported(participant, this);
        }

        Check(cancellationToken);
        using var lease = await AcquireAsync(batch, cancellationToken).ConfigureAwait(false);
        return batch.IsPlain ? Execute(batch[0]) : Execute(batch);
    }

    /// <summary>Closes the store. Its wallets are gone.</summary>
    public override ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>Closes the store like <see cref="DisposeAsync"/>.</summary>
    public void Dispose() => _closed = true;

    private void Check(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_closed)
        {
            throw new WalletStoreException(StoreFailure.Closed, "the in-memory store is closed.");
        }
    }

    private BatchResult Execute(WalletCommand command)
    {
        var decision = BatchExecution.Decide(command, States, _clock.GetUtcNow());
        if (decision.Changes is { } changes)
        {
            Write(changes);
            Publish(changes);
            PutRebate(changes);
        }

        return BatchExecution.ResultOf(decision);
    }

    private BatchResult Execute(CommandBatch batch)
    {
        var staged = new StagedChanges(States);
        var result = BatchExecution.Execute(batch, staged, _clock.GetUtcNow());
        foreach (ref readonly var changes in staged.Log)
        {
            Write(changes);
        }

        if (!staged.Log.IsEmpty)
        {
            Publish(staged);
            foreach (ref readonly var changes in staged.Log)
            {
                PutRebate(changes);
            }
        }

        return result;
    }

    private void Write(in Changes changes)
    {
        if (changes.Opened is { } opened)
        {
            _entries[opened.Id] = new WalletEntry { Secrets = changes.Secrets! };
        }

        foreach (var entry in changes.Entries)
        {
            Append(entry, changes.Secrets);
        }

        if (changes.Placed is { } placed)
        {
            _entries[placed.Id.WalletId].Put(placed);
        }

        foreach (var hold in changes.Holds)
        {
            _entries[hold.Id.WalletId].Put(hold);
        }

        if (changes.Recorded is { } recorded)
        {
            var key = KeptKey.Of(recorded);
            _entries[recorded.WalletId].Put(key);
            _keys.Add(key);
        }
    }

    // After the wallets are published: a reader that sees a rebate must find its deposit.
    private void PutRebate(in Changes changes)
    {
        if ((changes.Earned ?? changes.Rebate) is { } rebate)
        {
            _rebates.Put(rebate);
        }
    }

    private void Append(JournalEntry entry, WalletSecrets? secrets)
    {
        var wallet = _entries[entry.WalletId];
        wallet.Append(entry);
        if (entry.Type == EntryType.Erased)
        {
            wallet.Erase(entry.Wallet);
            wallet.Secrets = secrets!;
        }
    }

    // A trial balance and the balances that a caller reads beside it have the same commits, so both change under one lock.
    private void Publish(in Changes changes)
    {
        if (changes.Entries is { First: { } first, Second: { } second } && first.WalletId != second.WalletId)
        {
            using var all = _publishing.EnterAll();
            _totals.Add(0, changes);
            _totals.EndCommit(0);
            PublishAll([first.Wallet, second.Wallet]);
        }
        else if ((changes.Entries.Second ?? changes.Entries.First) is { } last)
        {
            var stripe = PublishGates.StripeOf(last.WalletId);
            lock (_publishing[stripe])
            {
                _totals.Add(stripe, changes);
                _totals.EndCommit(stripe);
                Publish(last.Wallet);
            }
        }
    }

    private void Publish(StagedChanges staged)
    {
        using var all = _publishing.EnterAll();
        foreach (ref readonly var changes in staged.Log)
        {
            _totals.Add(0, changes);
        }

        _totals.EndCommit(0);
        PublishAll(staged.Wallets);
    }

    // No reader sees the state between two wallets of one commit; see EntryOf.
    private void PublishAll(IEnumerable<Wallet> wallets)
    {
        _isPublishing = true;
        foreach (var wallet in wallets)
        {
            Publish(wallet);
        }

        _isPublishing = false;
    }

    private void Publish(Wallet wallet)
    {
        var entry = _entries[wallet.Id];
        var before = entry.Wallet;
        entry.Publish(wallet);
        if (before is null)
        {
            _ids.Add(wallet.Id);
            if (!wallet.IsErased)
            {
                _owners.Add(wallet);
            }
        }
        else if (wallet.IsErased && !before.IsErased)
        {
            _owners.Remove(before);
        }
        else if (wallet.Status == WalletStatus.Closed && before.Status != WalletStatus.Closed && !wallet.IsErased)
        {
            _owners.Close(wallet);
        }
    }
}
