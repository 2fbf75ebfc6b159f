using WalletKit.Commands;
using WalletKit.Service.Reading;
using WalletKit.Stores;

namespace WalletKit.Tests.Paging;

/// <summary>Pages of a filtered history, however few transactions a page looks at.</summary>
public sealed class FilteredHistoryTests
{
    private static readonly TransactionType[] s_types = Enum.GetValues<TransactionType>();

    private readonly int _seed = int.TryParse(Environment.GetEnvironmentVariable("WALLETKIT_SEED"), out var seed) ? seed : Random.Shared.Next();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(TestWallets.InMemory)]
    [InlineData(TestWallets.Sqlite)]
    public async Task Pages_and_streams_of_any_size_find_what_a_plain_query_finds_in_the_whole_history(string store)
    {
        await using var host = new TestWallets(store);
        var random = new Random(_seed);
        var wallet = await OpenWithVariedHistoryAsync(host, random, 120);
        var whole = await host.Wallets.StreamTransactionsAsync(wallet, HistoryOrder.OldestFirst, cancellationToken: Token).ToListAsync(Token);

        for (var round = 0; round < 300; round++)
        {
            var mostLookedAt = random.Next(1, 40);
            var reader = new HistoryReader(host.Store, mostLookedAt);
            var options = RandomOptions(random, whole);
            var expected = whole.Where(transaction => Wants(options.Filter!, transaction)).Select(transaction => transaction.Sequence);
            expected = options.Order == HistoryOrder.OldestFirst ? expected : expected.Reverse();
            var what = $"Seed {_seed}, round {round}: {options} {options.Filter} of {string.Join(' ', options.Filter!.Types!)}, {mostLookedAt} at a time";

            List<long> found = [];
            long? after = null;
            do
            {
                var page = await reader.ReadAsync(wallet, options, after, Token);
                Assert.True(page.Transactions.Count <= options.Limit, what);
                found.AddRange(page.Transactions.Select(transaction => transaction.Sequence));
                after = page.Next;
            }
            while (after is not null);

            Assert.True(expected.SequenceEqual(found), what);
            Assert.True(expected.SequenceEqual(await reader.StreamAsync(wallet, options, Token).Select(transaction => transaction.Sequence).ToListAsync(Token)), what);
        }
    }

    [Theory]
    [InlineData(TestWallets.InMemory)]
    [InlineData(TestWallets.Sqlite)]
    public async Task The_ends_of_time_are_before_and_after_every_transaction(string store)
    {
        await using var host = new TestWallets(store);
        var wallet = await host.OpenWithHistoryAsync(2);
        var empty = (await host.Wallets.OpenAsync("empty", "USD", cancellationToken: Token)).Wallet;
        foreach (var (from, to, expected) in ((DateTimeOffset?, DateTimeOffset?, int)[])
            [
                (DateTimeOffset.MinValue, DateTimeOffset.MaxValue, 2), (DateTimeOffset.MinValue, null, 2), (null, DateTimeOffset.MaxValue, 2),
                (null, DateTimeOffset.MinValue, 0), (DateTimeOffset.MaxValue, null, 0), (DateTimeOffset.MaxValue, DateTimeOffset.MinValue, 0),
            ])
        {
            foreach (var order in Enum.GetValues<HistoryOrder>())
            {
                var options = new HistoryOptions { Order = order, Filter = new() { From = from, To = to } };
                Assert.Equal(expected, (await host.Wallets.ListTransactionsAsync(wallet.Id, options, Token)).Transactions.Count);
                Assert.Empty((await host.Wallets.ListTransactionsAsync(empty.Id, options, Token)).Transactions);
                await Assert.ThrowsAsync<WalletNotFoundException>(() => host.Wallets.ListTransactionsAsync(new WalletId(Guid.NewGuid()), options, Token));
            }
        }
    }

    [Theory]
    [InlineData(TestWallets.InMemory)]
    [InlineData(TestWallets.Sqlite)]
    public async Task A_period_is_found_to_the_microsecond(string store)
    {
        await using var host = new TestWallets(store);
        var wallet = (await host.Wallets.OpenAsync("owner", "USD", cancellationToken: Token)).Wallet;
        var start = host.Time.GetUtcNow();
        for (var i = 0; i < 10; i++)
        {
            await host.Wallets.DepositAsync(wallet.Id, 1m, cancellationToken: Token);
            host.Time.Advance(TimeSpan.FromMicroseconds(1));
        }

        async Task<string> InAsync(DateTimeOffset from, DateTimeOffset to) => string.Join(
            ' ', (await host.Wallets.ListTransactionsAsync(wallet.Id, new() { Filter = new() { From = from, To = to } }, Token)).Transactions.Select(transaction => transaction.Sequence));

        Assert.Equal("8 7 6 5 4 3", await InAsync(start.AddMicroseconds(2), start.AddMicroseconds(8)));
        Assert.Equal("7 6 5 4", await InAsync(start.AddMicroseconds(2).AddTicks(1), start.AddMicroseconds(7).AddTicks(-1)));
        Assert.Equal("3", await InAsync(start.AddMicroseconds(2), start.AddMicroseconds(2).AddTicks(1)));
        Assert.Equal("", await InAsync(start.AddMicroseconds(2), start.AddMicroseconds(2)));
        Assert.Equal("", await InAsync(start.AddMicroseconds(8), start.AddMicroseconds(2)));
    }

    private static bool Wants(HistoryFilter filter, WalletTransaction transaction) =>
        (filter.Types!.Count == 0 || filter.Types.Contains(transaction.Type))
        && (filter.Reference is null || filter.Reference == transaction.Reference)
        && (filter.Account is null || filter.Account == transaction.Account)
        && (filter.Actor is null || filter.Actor == transaction.Actor)
        && (filter.From is not { } from || transaction.CreatedAt >= from)
        && (filter.To is not { } to || transaction.CreatedAt < to);

    private static HistoryOptions RandomOptions(Random random, List<WalletTransaction> whole)
    {
        DateTimeOffset? At() => random.Next(2) == 0 ? null : whole[random.Next(whole.Count)].CreatedAt.AddTicks(random.Next(-1, 2));
        return new HistoryOptions
        {
            Limit = random.Next(1, 30),
            Order = random.Next(2) == 0 ? HistoryOrder.OldestFirst : HistoryOrder.NewestFirst,
            Filter = new HistoryFilter
            {
                Types = random.Next(4) == 0 ? [] : [.. random.GetItems(s_types, random.Next(1, 4))],
                Reference = random.Next(4) switch { 0 => "a", 1 => "c", _ => null },
                Account = random.Next(8) switch { 0 => "bank", 1 => "external", _ => null },
                Actor = random.Next(6) == 0 ? "clerk" : null,
                From = At(),
                To = At(),
            },
        };
    }

    // The clock often stands still between two transactions, or goes on by less than stored times show.
    private static async Task<WalletId> OpenWithVariedHistoryAsync(TestWallets host, Random random, int count)
    {
        var wallet = (await host.OpenWithAsync(1_000m)).Id;
        var other = (await host.Wallets.OpenAsync("other", "USD", cancellationToken: Token)).Wallet.Id;
        for (var i = 0; i < count; i++)
        {
            host.Time.Advance(TimeSpan.FromTicks(random.Next(4) == 0 ? 0 : random.Next(40)));
            var reference = random.Next(3) == 0 ? null : $"{(char)('a' + random.Next(3))}";
            WalletCommand command = random.Next(4) switch
            {
                0 => new Deposit(wallet, 1m) { Reference = reference, Account = random.Next(2) == 0 ? "bank" : null },
                1 => new Withdraw(wallet, 1m) { Reference = reference, Actor = random.Next(2) == 0 ? "clerk" : "other" },
                2 => new Transfer(wallet, other, 1m) { Reference = reference },
                _ => new Reverse(new(wallet, random.Next(1, i + 2))) { Reference = reference },
            };

            // Some reversals are refused.
            await host.Store.CommitAsync(new CommandBatch(command), Token);
        }

        return wallet;
    }
}
