using Microsoft.Data.Sqlite;
using SQLitePCL;
using WalletKit.Commands;
using WalletKit.Service.Reading;
using WalletKit.Storage.Sqlite;
using WalletKit.Stores;

namespace WalletKit.Tests.Paging;

/// <summary>A page of a history has a bounded cost, however many transactions its filter passes over.</summary>
public sealed class LongHistoryTests
{
    // Three pages look at 24,000 transactions. The only withdrawal is where the second page looks, in either order.
    private const int Length = 24_000;
    private const int Withdrawal = 12_001;
    private const int Most = HistoryReader.MostLookedAt;

    public static MatrixTheoryData<string, HistoryOrder> StoresAndOrders => new(
        [TestWallets.InMemory, TestWallets.Sqlite], [HistoryOrder.NewestFirst, HistoryOrder.OldestFirst]);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(StoresAndOrders))]
    public async Task A_page_of_a_rare_type_looks_at_10_000_transactions_at_most_and_may_be_empty_and_have_a_cursor(string store, HistoryOrder order)
    {
        await using var scene = await LongScene.BeginAsync(store);

        var pages = await scene.ReadPagesAsync(new() { Limit = 5, Order = order, Filter = new() { Types = [TransactionType.Withdrawal] } });

        Assert.Equal([[], [Withdrawal], []], pages);
        Assert.Equal(3, scene.Store.Asked.Count);
        Assert.All(scene.Store.Asked, range => Assert.InRange(range.Bounds.Highest - range.Bounds.Lowest + 1, 1, Most));
        Assert.Equal(Length + 1, scene.Store.Asked.Sum(range => range.Bounds.Highest - range.Bounds.Lowest + 1));
    }

    [Theory]
    [MemberData(nameof(StoresAndOrders))]
    public async Task A_stream_of_a_rare_type_goes_on_over_pages_that_are_empty(string store, HistoryOrder order)
    {
        await using var scene = await LongScene.BeginAsync(store);

        var found = await scene.Wallets.StreamTransactionsAsync(scene.Wallet, order, new() { Types = [TransactionType.Withdrawal] }, cancellationToken: Token).ToListAsync(Token);

        Assert.Equal(Withdrawal, Assert.Single(found).Sequence);
        Assert.Empty(await scene.Wallets.StreamTransactionsAsync(scene.Wallet, order, new() { Types = [TransactionType.Reversal] }, cancellationToken: Token).ToListAsync(Token));
        Assert.All(scene.Store.Asked, range => Assert.InRange(range.Bounds.Highest - range.Bounds.Lowest + 1, 1, Most));
    }

    [Fact]
    public async Task A_stream_that_finds_nothing_can_be_canceled_between_two_pages()
    {
        await using var scene = await LongScene.BeginAsync(TestWallets.InMemory);
        using var source = CancellationTokenSource.CreateLinkedTokenSource(Token);
        scene.Store.BeforeRead = source.Cancel;
        scene.Store.IgnoresCancellation = true;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
            await scene.Wallets.StreamTransactionsAsync(scene.Wallet, filter: new() { Types = [TransactionType.Reversal] }, cancellationToken: source.Token).CountAsync(CancellationToken.None));

        Assert.Single(scene.Store.Asked);
    }

    [Theory]
    [MemberData(nameof(StoresAndOrders))]
    public async Task A_page_of_a_period_looks_at_nothing_outside_the_period(string store, HistoryOrder order)
    {
        await using var scene = await LongScene.BeginAsync(store);
        var at = (await scene.Wallets.GetTransactionAsync(new(scene.Wallet, Withdrawal + 1), Token)).CreatedAt;

        foreach (var types in (TransactionType[][])[[], [TransactionType.Withdrawal], [TransactionType.Reversal]])
        {
            scene.Store.Asked.Clear();
            var pages = await scene.ReadPagesAsync(new() { Order = order, Filter = new() { From = at, To = at.AddTicks(1), Types = types } });

            Assert.Equal([types is [TransactionType.Reversal] ? [] : [Withdrawal]], pages);
            Assert.Equal((Withdrawal + 1, Withdrawal + 1), Assert.Single(scene.Store.Asked).Bounds);
        }
    }

    [Theory]
    [MemberData(nameof(StoresAndOrders))]
    public async Task A_reference_is_found_at_once_and_the_types_are_looked_for_among_1_000_that_have_it(string store, HistoryOrder order)
    {
        await using var scene = await LongScene.BeginAsync(store);
        async Task<List<long[]>> ReadAsync(string reference, TransactionType type)
        {
            scene.Store.Asked.Clear();
            return await scene.ReadPagesAsync(new() { Limit = 5, Order = order, Filter = new() { Reference = reference, Types = [type] } });
        }

        Assert.Equal([[Withdrawal]], await ReadAsync("rare", TransactionType.Withdrawal));
        Assert.Equal([[]], await ReadAsync("rare", TransactionType.Deposit));
        Assert.Single(scene.Store.Asked);

        // Every tenth transaction has this reference.
        Assert.All(await ReadAsync("usual", TransactionType.Reversal), Assert.Empty);
        Assert.Equal(3, scene.Store.Asked.Count);
        Assert.All(scene.Store.Asked, range => Assert.Equal((true, HistoryOptions.MaxLimit), (range.Types.IsEmpty, range.Limit)));
        Assert.Equal(Length / 10, (await ReadAsync("usual", TransactionType.Deposit)).Sum(page => page.Length));
    }

    [Theory]
    [InlineData(HistoryOrder.NewestFirst)]
    [InlineData(HistoryOrder.OldestFirst)]
    public async Task The_statement_of_a_page_takes_as_many_steps_in_SQLite_as_its_stretch_is_long(HistoryOrder order)
    {
        await using var scene = await LongScene.BeginAsync(TestWallets.Sqlite);
        await scene.ReadPagesAsync(new() { Order = order, Filter = new() { Types = [TransactionType.Reversal] } });

        var steps = scene.Store.Asked.ConvertAll(scene.CountSteps);

        // About ten steps of SQLite's machine for each transaction that is passed over.
        Assert.Equal(3, steps.Count);
        Assert.All(steps, count => Assert.InRange(count, 1, 15 * Most));
        Assert.InRange(scene.CountSteps(scene.Store.Asked[0] with { Through = null }), steps[0] + steps[1], int.MaxValue);

        // A reference is found by its index.
        var rare = new HistoryRange(scene.Wallet, order, null, 5) { Reference = "rare" };
        Assert.InRange(scene.CountSteps(rare), 1, 500);
        Assert.InRange(scene.CountSteps(rare with { Reference = "usual" }), 1, 500);
    }

    /// <summary>A wallet with a long history of deposits and one withdrawal.</summary>
    private sealed class LongScene : IAsyncDisposable
    {
        private readonly TestWallets _host;

        private LongScene(string store)
        {
            _host = new TestWallets(store, wrap: sound => new WatchedHistory(sound));
            Store = (WatchedHistory)_host.Store.Inner;
        }

        public WatchedHistory Store { get; }

        public IWalletService Wallets => _host.Wallets;

        public WalletId Wallet { get; private set; }

        public static async Task<LongScene> BeginAsync(string store)
        {
            var scene = new LongScene(store);
            scene.Wallet = (await scene.Wallets.OpenAsync("owner", "USD", cancellationToken: Token)).Wallet.Id;
            await scene.DepositAsync(1, Withdrawal - 1);
            scene._host.Time.Advance(TimeSpan.FromSeconds(1));
            await scene.Wallets.WithdrawAsync(scene.Wallet, 1m, new() { Reference = "rare" }, Token);
            scene._host.Time.Advance(TimeSpan.FromSeconds(1));
            await scene.DepositAsync(Withdrawal + 1, Length);
            return scene;
        }

        /// <summary>Reads all pages, and returns the sequences on each.</summary>
        public async Task<List<long[]>> ReadPagesAsync(HistoryOptions options)
        {
            List<long[]> pages = [];
            for (var goesOn = true; goesOn; goesOn = options.Cursor is not null)
            {
                var page = await Wallets.ListTransactionsAsync(Wallet, options, Token);
                pages.Add([.. page.Transactions.Select(transaction => transaction.Sequence)]);
                options = options with { Cursor = page.NextCursor };
            }

            return pages;
        }

        /// <summary>Runs the statement for a stretch to the end of its page, and counts the steps of SQLite's machine.</summary>
        public int CountSteps(HistoryRange range)
        {
            using var connection = new SqliteConnection($"Data Source={((SqliteWalletStore)Store.Sound).Path};Pooling=False");
            connection.Open();
            Assert.Equal(raw.SQLITE_OK, raw.sqlite3_prepare_v2(connection.Handle, ReadSession.History(range), out var statement));
            using (statement)
            {
                raw.sqlite3_bind_blob(statement, PlaceOf(":wallet"), range.WalletId.Value.ToByteArray(bigEndian: true));
                raw.sqlite3_bind_int64(statement, PlaceOf(":lowest"), range.Bounds.Lowest);
                raw.sqlite3_bind_int64(statement, PlaceOf(":highest"), range.Bounds.Highest);
                if (range.Reference is { } reference)
                {
                    raw.sqlite3_bind_text(statement, PlaceOf(":reference"), reference);
                }

                for (var row = 0; row <= range.Limit && raw.sqlite3_step(statement) == raw.SQLITE_ROW;)
                {
                    row++;
                }

                return raw.sqlite3_stmt_status(statement, raw.SQLITE_STMTSTATUS_VM_STEP, 0);

                int PlaceOf(string parameter) => raw.sqlite3_bind_parameter_index(statement, parameter);
            }
        }

        public ValueTask DisposeAsync() => _host.DisposeAsync();

        private async Task DepositAsync(int from, int to)
        {
            foreach (var sequences in Enumerable.Range(from, to - from + 1).Chunk(500))
            {
                var deposits = sequences.Select(sequence => new Deposit(Wallet, 1m) { Reference = sequence % 10 == 0 ? "usual" : null });
                Assert.Null((await Store.CommitAsync(new CommandBatch([.. deposits]), Token)).Refusal);
            }
        }
    }
}
