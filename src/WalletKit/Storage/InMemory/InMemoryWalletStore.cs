using System.Collections.Concurrent;
using WalletKit.Commands;
using WalletKit.Locking;
using WalletKit.Rebates;
using WalletKit.Rules;

namespace WalletKit.Storage.InMemory;

/// <summary>
/// Keeps wallets in the memory of one process, guarded by a lock per wallet: for tests, and for what may be lost with the
/// process. The same rules and results as the other stores, without their durability.
/// </summary>
public sealed class InMemoryWalletStore : IWalletStore, IStateSource, IDisposable
{
    // Openings are serialized by the lock of an id that no wallet can have, so that of two at once one sees the other.
    private static readonly WalletId OpeningGate = new(Guid.Empty);

    private readonly ConcurrentDictionary<WalletId, WalletEntry> _entries = [];
    private readonly OwnerIndex _owners = new();
    private readonly WalletLocks _locks = new();
    private readonly InMemoryRebateStore _rebates;
    private readonly TimeProvider _timeProvider;
    private volatile bool _closed;

    /// <summary>Makes an empty store.</summary>
    /// <param name="timeProvider">Where the time of each commit comes from.</param>
    public InMemoryWalletStore(TimeProvider timeProvider)
    {
        ArgumentNullException.ThrowIfNull(timeProvider);
        _timeProvider = timeProvider;
        _rebates = new InMemoryRebateStore(_locks, timeProvider, walletId => _entries.GetValueOrDefault(walletId), Check);
    }

    /// <inheritdoc/>
    public IRebateStore Rebates => _rebates;

    /// <inheritdoc/>
    public ValueTask OpenAsync(CancellationToken cancellationToken = default)
    {
        Check(cancellationToken);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public async ValueTask<BatchResult> CommitAsync(CommandBatch batch, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(batch);
        Check(cancellationToken);
        using var hold = await AcquireAsync(batch, cancellationToken).ConfigureAwait(false);
        return batch is [var command] ? Execute(command) : Execute(batch);
    }

    /// <inheritdoc/>
    public ValueTask<Wallet?> FindWalletAsync(WalletId walletId, CancellationToken cancellationToken = default)
    {
        Check(cancellationToken);
        return new(_entries.GetValueOrDefault(walletId)?.Wallet);
    }

    /// <inheritdoc/>
    public ValueTask<Wallet?> FindWalletByNameAsync(string ownerId, string name, CancellationToken cancellationToken = default)
    {
        Check(cancellationToken);
        return new(((IStateSource)this).FindWallet(ownerId, name));
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Wallet>> ListWalletsAsync(string ownerId, CancellationToken cancellationToken = default)
    {
        Check(cancellationToken);
        return new(Array.ConvertAll(_owners.List(ownerId), walletId => _entries[walletId].Wallet!));
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<WalletTransaction>> ReadHistoryAsync(HistoryRange range, CancellationToken cancellationToken = default)
    {
        Check(cancellationToken);
        return new(_entries.GetValueOrDefault(range.WalletId)?.Read(range.Order, range.After, range.Limit) ?? []);
    }

    /// <summary>Closes the store. What it kept is gone.</summary>
    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>The same as <see cref="DisposeAsync"/>.</summary>
    public void Dispose() => _closed = true;

    Wallet? IStateSource.FindWallet(WalletId walletId) => _entries.GetValueOrDefault(walletId)?.Wallet;

    Wallet? IStateSource.FindWallet(string ownerId, string name) =>
        _owners.Find(ownerId, name) is { } walletId ? _entries[walletId].Wallet : null;

    RecordedCommand? IStateSource.FindRecorded(WalletId walletId, string key) =>
        _entries.GetValueOrDefault(walletId)?.FindRecorded(key);

    Rebate? IStateSource.FindRebate(TransactionId deposit) => _rebates.Find(deposit);

    private void Check(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_closed)
        {
            throw new WalletStoreException(StoreFailure.Closed, "the in-memory store is closed.");
        }
    }

    private ValueTask<WalletLockLease> AcquireAsync(CommandBatch batch, CancellationToken cancellationToken) =>
        batch is [var command and not OpenWallet]
            ? _locks.AcquireAsync(command.WalletId, cancellationToken)
            : _locks.AcquireAsync([.. batch.Select(each => each is OpenWallet ? OpeningGate : each.WalletId)], cancellationToken);

    private BatchResult Execute(WalletCommand command)
    {
        var decision = BatchExecution.Decide(command, this, _timeProvider.GetUtcNow());
        if (decision.Changes is { } changes)
        {
            Write(changes);
            if (decision.Result.Wallet is { } wallet)
            {
                Publish(wallet);
            }
        }

        return BatchExecution.ResultOf(decision);
    }

    private BatchResult Execute(CommandBatch batch)
    {
        var staged = new StagedChanges(this);
        var result = BatchExecution.Execute(batch, staged, _timeProvider.GetUtcNow());
        foreach (var changes in staged.Log)
        {
            Write(changes);
        }

        foreach (var wallet in staged.Wallets)
        {
            Publish(wallet);
        }

        return result;
    }

    private void Write(Changes changes)
    {
        if (changes.Opened is { } opened)
        {
            _entries[opened.Id] = new WalletEntry();
        }

        foreach (var transaction in changes.Transactions)
        {
            _entries[transaction.WalletId].Append(transaction);
        }

        if (changes.Recorded is { } recorded)
        {
            _entries[recorded.Transaction.WalletId].Record(recorded);
        }

        if ((changes.Earned ?? changes.Rebate) is { } rebate)
        {
            _rebates.Put(rebate);
        }
    }

    private void Publish(Wallet wallet)
    {
        var entry = _entries[wallet.Id];
        var isNew = entry.Wallet is null;
        entry.Publish(wallet);
        if (isNew)
        {
            _owners.Add(wallet);
        }
    }
}
