using WalletKit.Service.Reading;
using WalletKit.Stores;
using WalletKit.Testing;

namespace WalletKit.Tests.EffectiveTime;

/// <summary>Histories by effective time, page by page.</summary>
public sealed class EffectiveHistoryTests
{
    private static readonly TransactionType[] s_types = Enum.GetValues<TransactionType>();

    private readonly int _seed = Seed.OfCommands();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(TestWallets.InMemory)]
    [InlineData(TestWallets.Sqlite)]
    public async Task Pages_and_streams_by_effective_time_find_what_a_plain_query_finds_in_the_whole_history(string store)
    {
        await using var host = new TestWallets(store);
        var random = new Random(_seed);
        var history = await BackdatedHistory.OpenAsync(host, random, 120);
        for (var round = 0; round < 300; round++)
        {
            var mostLookedAt = random.Next(1, 40);
            var reader = new EffectiveReader(host.Store, new HistoryReader(host.Store, mostLookedAt));
            var options = RandomOptions(random, history);
            var expected = history.Ordered.Where(transaction => Wants(history, options.Filter!, transaction)).ToList();
            if (options.Order == HistoryOrder.NewestFirst)
            {
                expected.Reverse();
            }

            var what = $"Seed {_seed}, round {round}: {options} {options.Filter} of {string.Join(' ', options.Filter!.Types!)}, {mostLookedAt} at a time";
            List<WalletTransaction> found = [];
            EffectiveCursor? from = null;
            do
            {
                (var transactions, from) = await reader.ReadAsync(history.WalletId, options, from, Token);
                Assert.True(transactions.Count <= options.Limit, what);
                found.AddRange(transactions);
            }
            while (from is not null);

            Assert.True(expected.SequenceEqual(found), what);
            Assert.True(expected.SequenceEqual(await reader.StreamAsync(history.WalletId, options, null, Token).ToListAsync(Token)), what);
        }
    }

    [Theory]
    [InlineData(HistoryOrder.OldestFirst)]
    [InlineData(HistoryOrder.NewestFirst)]
    public async Task All_pages_show_the_history_as_it_was_when_the_first_was_read(HistoryOrder order)
    {
        await using var host = new TestWallets(TestWallets.InMemory);
        var history = await BackdatedHistory.OpenAsync(host, new Random(_seed), 60);
        List<WalletTransaction> found = [];
        var recorded = 0;
        var options = new HistoryOptions { Limit = 3, Order = order, Basis = TimeBasis.Effective };
        do
        {
            var page = await host.Wallets.ListTransactionsAsync(history.WalletId, options, Token);
            found.AddRange(page.Transactions);
            options = options with { Cursor = page.NextCursor };

            // Before the place of the cursor and after it. The pages must catch up in the end.
            for (var days = 0; days < 7 && ++recorded < 100; days++)
            {
                await host.Wallets.DepositAsync(history.WalletId, 1m, new() { EffectiveAt = host.Time.GetUtcNow().AddDays(-days) }, Token);
                await host.Wallets.DepositAsync(history.WalletId, 1m, cancellationToken: Token);
            }
        }
        while (options.Cursor is not null);

        Assert.Equal(order == HistoryOrder.OldestFirst ? history.Ordered : history.Ordered.Reverse(), found);
    }

    [Fact]
    public async Task A_page_by_effective_time_ends_by_its_bytes()
    {
        await using var host = new TestWallets(TestWallets.InMemory);
        var wallet = await host.OpenWithAsync(1m);
        var metadata = Enumerable.Range(0, TransactionMetadata.MaxPairs).ToDictionary(i => $"{i}", _ => new string('x', TransactionMetadata.MaxValueLength));
        for (var i = 0; i < 300; i++)
        {
            await host.Wallets.DepositAsync(wallet.Id, 1m, new() { Metadata = metadata, EffectiveAt = i % 2 == 0 ? host.Time.GetUtcNow() : null }, Token);
        }

        var page = await host.Wallets.ListTransactionsAsync(wallet.Id, new() { Limit = 1_000, Basis = TimeBasis.Effective }, Token);

        Assert.InRange(page.Transactions.Count, 100, 200);
        Assert.NotNull(page.NextCursor);
        Assert.Equal(301, await host.Wallets.StreamTransactionsAsync(wallet.Id, basis: TimeBasis.Effective, cancellationToken: Token).CountAsync(Token));
    }

    [Theory]
    [InlineData(HistoryOrder.OldestFirst)]
    [InlineData(HistoryOrder.NewestFirst)]
    public async Task A_page_by_effective_time_asks_the_store_for_two_bounded_stretches(HistoryOrder order)
    {
        await using var host = new TestWallets(TestWallets.InMemory);
        var history = await BackdatedHistory.OpenAsync(host, new Random(_seed), 60);
        var watched = new WatchedStretches(host.Store);
        var reader = new EffectiveReader(watched, new HistoryReader(watched, mostLookedAt: 5));

        await reader.ReadAsync(history.WalletId, new() { Limit = 3, Order = order }, null, Token);
        await reader.ReadAsync(history.WalletId, new() { Limit = 3, Order = order, Filter = new() { Actor = "clerk" } }, null, Token);

        Assert.Equal([3, 1_000], watched.Backdated.Select(range => range.Limit));
        Assert.Equal([(3, 5L), (1_000, 5L)], watched.Recorded.Select(range => (range.Limit, range.Bounds.Highest - range.Bounds.Lowest + 1)));
    }

    [Fact]
    public async Task A_cursor_of_another_wallet_order_or_time_is_refused()
    {
        await using var host = new TestWallets(TestWallets.InMemory);
        var history = await BackdatedHistory.OpenAsync(host, new Random(_seed), 60);
        var effective = new HistoryOptions { Limit = 1, Basis = TimeBasis.Effective };
        var recorded = effective with { Basis = TimeBasis.Recorded };
        var (cursor, other) = (await CursorAsync(effective), await CursorAsync(recorded));

        foreach (var (wallet, options) in ((WalletId, HistoryOptions)[])
            [
                (history.WalletId, effective with { Cursor = other }),
                (history.WalletId, recorded with { Cursor = cursor }),
                (history.WalletId, effective with { Cursor = cursor, Order = HistoryOrder.OldestFirst }),
                (new WalletId(Guid.CreateVersion7()), effective with { Cursor = cursor }),
                (history.WalletId, effective with { Cursor = cursor![..^1] }),
                (history.WalletId, effective with { Cursor = "" }),
                (history.WalletId, effective with { Cursor = new string('_', cursor.Length) }),
            ])
        {
            Assert.Equal("cursor", (await Assert.ThrowsAsync<InvalidInputException>(() => host.Wallets.ListTransactionsAsync(wallet, options, Token))).Field);
        }

        async Task<string?> CursorAsync(HistoryOptions options) => (await host.Wallets.ListTransactionsAsync(history.WalletId, options, Token)).NextCursor;
    }

    private static bool Wants(BackdatedHistory history, HistoryFilter filter, WalletTransaction transaction) =>
        (filter.Types!.Count == 0 || filter.Types.Contains(transaction.Type))
        && (filter.Reference is null || filter.Reference == transaction.Reference)
        && (filter.Account is null || filter.Account == transaction.Account)
        && (filter.Actor is null || filter.Actor == transaction.Actor)
        && (filter.From is not { } from || history.TimeOf(transaction) >= from)
        && (filter.To is not { } to || history.TimeOf(transaction) < to);

    private static HistoryOptions RandomOptions(Random random, BackdatedHistory history) => new()
    {
        Limit = random.Next(1, 30),
        Order = random.Next(2) == 0 ? HistoryOrder.OldestFirst : HistoryOrder.NewestFirst,
        Basis = TimeBasis.Effective,
        Filter = new HistoryFilter
        {
            Types = random.Next(2) == 0 ? [] : [.. random.GetItems(s_types, random.Next(1, 4))],
            Reference = random.Next(6) == 0 ? "a" : null,
            Account = random.Next(8) == 0 ? "bank" : null,
            Actor = random.Next(8) == 0 ? "clerk" : null,
            From = random.Next(2) == 0 ? null : history.RandomTime(random),
            To = random.Next(2) == 0 ? null : history.RandomTime(random),
        },
    };

    /// <summary>A store that notes which stretches it was asked for.</summary>
    private sealed class WatchedStretches(IWalletStore next) : ForwardingWalletStore(next)
    {
        public List<HistoryRange> Recorded { get; } = [];

        public List<BackdatedRange> Backdated { get; } = [];

        public override ValueTask<Page<WalletTransaction>> ListTransactionsAsync(HistoryRange range, CancellationToken cancellationToken = default)
        {
            Recorded.Add(range);
            return base.ListTransactionsAsync(range, cancellationToken);
        }

        public override ValueTask<Page<WalletTransaction>> ListBackdatedAsync(BackdatedRange range, CancellationToken cancellationToken = default)
        {
            Backdated.Add(range);
            return base.ListBackdatedAsync(range, cancellationToken);
        }
    }
}
