using Microsoft.Extensions.Time.Testing;
using WalletKit.Rules;
using WalletKit.Stores;
using WalletKit.Testing.Histories;
using WalletKit.Testing.Model;

namespace WalletKit.Testing.Conformance;

/// <summary>
/// A part of the promises of every <see cref="IWalletStore"/>, checked on the store itself: no service in front of it, no lock around it. A part is a class
/// that derives from this one; each of its methods marked <see cref="CheckAttribute"/> is found and listed, and runs on an instance and an empty store of its
/// own.
/// </summary>
internal abstract partial class StoreChecks
{
    private readonly List<WalletId> _wallets = [];
    private WalletStoreSubject _subject = null!;
    private Action<string> _log = null!;

    /// <summary>The time after which any operation counts as stuck.</summary>
    protected static TimeSpan Guard { get; } = TimeSpan.FromSeconds(60);

    protected static TimeSpan Minute { get; } = TimeSpan.FromMinutes(1);

    protected static Currency Usd { get; } = Currency.FromIso("USD");

    protected CancellationToken Token { get; private set; }

    protected FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 1, 31, 12, 0, 0, TimeSpan.Zero));

    protected IWalletStore Store { get; private set; } = null!;

    protected bool HasBooks => Store.Features.HasFlag(StoreFeatures.Books);

    protected bool HasRebates => Store.Features.HasFlag(StoreFeatures.Rebates);

    /// <summary>Makes another place for a store, which the check disposes of.</summary>
    protected Func<WalletStoreSubject> NewSubject { get; private set; } = null!;

    protected int ModelSequences => _subject.ModelSequences;

    /// <summary>The seed of all random choices in the check: any number, or the number in WALLETKIT_SEED, which repeats the same run.</summary>
    protected int Seed { get; } = ModelOptions.FromEnvironment().Seed;

    /// <summary>Makes the store to check, without opening it: every method must open a store that is not open yet.</summary>
    internal void Begin(WalletStoreSubject subject, Func<WalletStoreSubject> another, Action<string> log, CancellationToken cancellationToken)
    {
        (_subject, NewSubject, _log, Token) = (subject, another, log, cancellationToken);
        Store = subject.CreateStore(Time);

        // Participants and transactions of a host are host code for one kind of store, so no subject has to say anything of them.
        const StoreFeatures OfHosts = StoreFeatures.Participants | StoreFeatures.HostTransactions;
        var features = Store.Features & ~OfHosts;
        Assert.True(features == (subject.Features & ~OfHosts), $"the store declares {features}, and its subject says {subject.Features}");
    }

    /// <summary>Closes the store.</summary>
    internal ValueTask EndAsync() => Store.DisposeAsync();

    protected void Log(string message) => _log(message);

    protected Random NewRandom()
    {
        Log($"Seed {Seed}");
        return new Random(Seed);
    }

    protected WalletId NewId() => WalletId.Create(Time.GetUtcNow());

    protected Guid NewStamp() => NewId().Value;

    /// <summary>Closes the store, and opens its content with another store.</summary>
    protected async Task RestartAsync()
    {
        await Store.DisposeAsync();
        Store = _subject.CreateStore(Time);
    }

    /// <summary>Restarts the store if its content outlives it.</summary>
    /// <returns>Whether it does.</returns>
    protected async Task<bool> RestartIfDurableAsync()
    {
        if (_subject.IsDurable)
        {
            await RestartAsync();
        }

        return _subject.IsDurable;
    }

    protected async Task<Wallet> OpenAsync(string owner = "owner", Currency? currency = null, string name = Wallet.DefaultName)
    {
        var opened = await DoAsync(new OpenWallet(NewId(), owner, currency ?? Usd, name));
        _wallets.Add(opened.Wallet!.Id);
        return opened.Wallet;
    }

    protected async Task<WalletId> OpenWithAsync(decimal amount, string owner = "owner", Currency? currency = null)
    {
        var wallet = await OpenAsync(owner, currency);
        await DoAsync(new Deposit(wallet.Id, amount));
        return wallet.Id;
    }

    protected async Task<BatchResult> CommitAsync(params WalletCommand[] commands) =>
        await Store.CommitAsync(new CommandBatch([.. commands]), Token);

    /// <summary>Does a command that must not be refused.</summary>
    protected async Task<CommandResult> DoAsync(WalletCommand command)
    {
        var result = await CommitAsync(command);
        Assert.Null(result.Refusal);
        Assert.Equal(-1, result.RefusedIndex);
        return Assert.Single(result.Results);
    }

    /// <summary>Tries a command that must be refused and must change nothing.</summary>
    protected async Task<TRefusal> RefusedAsync<TRefusal>(WalletCommand command)
        where TRefusal : WalletRefusedException
    {
        var before = await SnapshotAsync();
        var result = await CommitAsync(command);
        Assert.Equal(0, result.RefusedIndex);
        Assert.Empty(result.Results);
        Assert.Equal(before, await SnapshotAsync());
        return Assert.IsType<TRefusal>(result.Refusal);
    }

    /// <summary>Runs many tasks at the same time, as far as the machine can.</summary>
    protected async Task<T[]> AtOnceAsync<T>(int count, Func<int, Task<T>> run)
    {
        var start = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var runs = Enumerable.Range(0, count).Select(i => Task.Run(
            async () =>
            {
                await start.Task;
                return await run(i);
            },
            Token)).ToArray();
        start.SetResult();
        return await Task.WhenAll(runs).WaitAsync(Guard, Token);
    }

    /// <summary>Commits many commands at the same time: some alone, which stores handle in a shorter way, the others as batches of one.</summary>
    protected Task<BatchResult[]> CommitAtOnceAsync(int count, Func<int, WalletCommand> command) => AtOnceAsync(
        count, async i => i / 2 % 2 == 0 ? await Store.CommitAsync(new CommandBatch(command(i)), Token) : await CommitAsync(command(i)));

    protected async Task<Wallet> FindAsync(WalletId walletId)
    {
        var wallet = await Store.FindWalletAsync(walletId, Token);
        Assert.NotNull(wallet);
        return wallet;
    }

    protected Task<List<WalletTransaction>> HistoryAsync(
        WalletId walletId, HistoryOrder order = HistoryOrder.OldestFirst, long? after = null, int limit = int.MaxValue) => ReadAllAsync(
            after,
            (from, left) => Store.ListTransactionsAsync(new HistoryRange(walletId, order, from, left), Token),
            transaction => transaction.Version,
            limit);

    /// <summary>The wallets of an owner.</summary>
    protected Task<List<Wallet>> WalletsAsync(string owner) =>
        ReadAllAsync<Wallet, string?>(null, (after, limit) => Store.ListWalletsAsync(owner, after, limit, Token), wallet => wallet.Name, int.MaxValue);

    /// <summary>Reads a list page by page, to its end or until the wanted number of rows is read.</summary>
    protected static async Task<List<TRow>> ReadAllAsync<TRow, TKey>(TKey first, Func<TKey, int, ValueTask<Page<TRow>>> read, Func<TRow, TKey> keyOf, int limit)
    {
        List<TRow> rows = [];
        for (var (after, hasMore) = (first, true); hasMore && rows.Count < limit;)
        {
            var page = await read(after, limit - rows.Count);
            Assert.True(page.Count > 0 || !page.HasMore, "a page that is not the last has rows");
            rows.AddRange(page);
            (after, hasMore) = (page.Count > 0 ? keyOf(page[^1]) : after, page.HasMore);
        }

        return rows;
    }

    /// <summary>Checks a wallet's books against its history, and returns both.</summary>
    protected async Task<(Wallet Wallet, IReadOnlyList<WalletTransaction> History)> AuditAsync(WalletId walletId)
    {
        var wallet = await FindAsync(walletId);
        var history = await HistoryAsync(walletId);
        Assert.Equal(wallet.BalanceMinorUnits, history.Sum(transaction => transaction.AmountMinorUnits));
        Assert.Equal(wallet.LastSequence, history.Count);
        Assert.Equal(wallet.Version, history.Count + 1);
        AssertChained(history);
        await AuditJournalAsync(wallet, history);
        if (history.Count > 0)
        {
            Assert.Equal(wallet.UpdatedAt, history[^1].CreatedAt);
        }

        return (wallet, history);
    }

    /// <summary>Opens a wallet under a clock that is a year ahead, and sets the clock right.</summary>
    protected async Task<(WalletId Id, DateTimeOffset Time)> OpenAheadAsync(string owner)
    {
        var now = Time.GetUtcNow();
        Time.Advance(TimeSpan.FromDays(365));
        var (walletId, ahead) = (await OpenWithAsync(1m, owner), Time.GetUtcNow());
        Time.AdjustTime(now);
        return (walletId, ahead);
    }

    /// <summary>The wallet's journal, all of which can be read.</summary>
    protected async Task<List<JournalEntry>> JournalAsync(WalletId walletId) =>
        await Store.Books.StreamJournalAsync(walletId, Token).Select(row => row.Value ?? throw new InvalidOperationException(row.Problem)).ToListAsync(Token);

    /// <summary>The wallet's journal; empty where the store has no books.</summary>
    protected async Task<List<JournalEntry>> JournalOrNoneAsync(WalletId walletId) => HasBooks ? await JournalAsync(walletId) : [];

    /// <summary>Checks that the journal has each version once, that its hashes are chained, and that its newest entry is the wallet.</summary>
    /// <remarks>A store without books shows only the hashes of transactions.</remarks>
    protected async Task AuditJournalAsync(Wallet wallet, IReadOnlyList<WalletTransaction> history)
    {
        if (history is [.., { } newest] && newest.Version == wallet.Version)
        {
            Assert.Equal(wallet.ChainHash, newest.Hash);
        }

        if (!HasBooks)
        {
            return;
        }

        var journal = await JournalAsync(wallet.Id);
        var hash = default(Sha256Hash);
        for (var i = 0; i < journal.Count; i++)
        {
            Assert.Equal(i + 1, journal[i].Version);
            Assert.Equal(i == 0, journal[i].Type == EntryType.Opened);
            hash = HashChain.Next(hash, journal[i]);
            Assert.Equal(hash, journal[i].Hash);
        }

        Assert.Equal((wallet.Version, wallet.ChainHash, wallet.UpdatedAt), (journal.Count, hash, journal[^1].RecordedAt));
        Assert.Equal(history, journal.Select(entry => entry.Transaction).OfType<WalletTransaction>());
    }

    /// <summary>Checks that each transaction continues from the one before it.</summary>
    protected static void AssertChained(IReadOnlyList<WalletTransaction> history)
    {
        long balance = 0;
        var time = DateTimeOffset.MinValue;
        for (var i = 0; i < history.Count; i++)
        {
            balance += history[i].AmountMinorUnits;
            Assert.Equal((i + 1, i + 2, balance), (history[i].Sequence, history[i].Version, history[i].BalanceAfterMinorUnits));
            Assert.True(history[i].CreatedAt >= time, "time ran backwards");
            Assert.NotEqual(0, history[i].AmountMinorUnits);
            time = history[i].CreatedAt;
        }
    }

    /// <summary>All that the store shows of the wallets that the test has opened, and all rebates.</summary>
    protected async Task<List<object>> SnapshotAsync()
    {
        List<object> all = [];
        foreach (var walletId in _wallets)
        {
            all.Add(await FindAsync(walletId));
            all.AddRange(await HistoryAsync(walletId));
            all.AddRange(await HoldsAsync(walletId));
            all.AddRange(await EventsAsync(walletId));
        }

        foreach (var status in HasRebates ? Enum.GetValues<RebateStatus>() : [])
        {
            all.Add(await Store.Rebates.CountAsync(status, Token));
            all.AddRange(await RebatesAsync(status));
        }

        return all;
    }
}
