using WalletKit.Commands;
using WalletKit.Digests;
using WalletKit.Execution;
using WalletKit.Rules;
using WalletKit.Storage;
using WalletKit.Stores;

namespace WalletKit.Tests.Paging;

/// <summary>No list is read forever, whatever happens to its rows.</summary>
public sealed class LostRowsTests
{
    private static readonly TimeSpan s_guard = TimeSpan.FromSeconds(60);

    public static MatrixTheoryData<string, Loss> StreamsAndLosses => new(
        ["transactions, newest first", "transactions, oldest first", "transactions, filtered", "transactions, by effective time", "statement", "statement, by effective time", "events", "holds", "wallets", "rebates"],
        [Loss.Vanishing, Loss.Repeating]);

    [Theory]
    [MemberData(nameof(StreamsAndLosses))]
    public async Task A_stream_whose_rows_are_gone_ends_by_name(string stream, Loss loss)
    {
        await using var scene = await LostScene.BeginAsync(loss);

        var failure = await Assert.ThrowsAsync<WalletStoreException>(async () => await scene.ReadAsync(stream).CountAsync(Token).AsTask().WaitAsync(s_guard, Token));

        Assert.Equal(StoreFailure.Corrupt, failure.Failure);
        Assert.InRange(scene.Store.Pages, 2, 10);
    }

    [Theory]
    [InlineData("statement", Loss.Vanishing)]
    [InlineData("statement", Loss.Repeating)]
    [InlineData("statement", Loss.Ending)]
    [InlineData("statement, by effective time", Loss.Vanishing)]
    [InlineData("statement, by effective time", Loss.Repeating)]
    [InlineData("statement, by effective time", Loss.Ending)]
    public async Task A_statement_whose_entries_are_gone_ends_by_name_and_not_as_if_it_were_whole(string statement, Loss loss)
    {
        await using var scene = await LostScene.BeginAsync(loss);

        var failure = await Assert.ThrowsAsync<WalletStoreException>(async () => await scene.ReadAsync(statement).CountAsync(Token).AsTask().WaitAsync(s_guard, Token));

        Assert.Equal(StoreFailure.Corrupt, failure.Failure);
    }

    [Theory]
    [InlineData(Loss.Vanishing)]
    [InlineData(Loss.Repeating)]
    public async Task A_digest_of_wallets_that_are_gone_is_not_written(Loss loss)
    {
        await using var scene = await LostScene.BeginAsync(loss);

        var failure = await Assert.ThrowsAsync<WalletStoreException>(() =>
            new WalletDigests(scene.Store, TimeProvider.System).WriteAsync(new MemoryStream(), Token).WaitAsync(s_guard, Token));

        Assert.Equal(StoreFailure.Corrupt, failure.Failure);
    }

    [Theory]
    [InlineData(Loss.Vanishing)]
    [InlineData(Loss.Repeating)]
    public async Task A_digest_is_verified_to_an_end_and_says_what_is_gone(Loss loss)
    {
        await using var scene = await LostScene.BeginAsync(loss);
        using var manifest = new MemoryStream();
        var digest = await new WalletDigests(scene.Sound, TimeProvider.System).WriteAsync(manifest, Token);
        manifest.Position = 0;

        var report = await new WalletDigests(scene.Store, TimeProvider.System).VerifyAsync(manifest, digest.Head, cancellationToken: Token).WaitAsync(s_guard, Token);

        Assert.NotEmpty(report.Findings);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(1_000)]
    public void Keys_that_come_again_are_found_after_a_few_turns_and_others_never_are(int length)
    {
        var check = new CycleCheck<int>();
        for (var i = 0; i < 100_000; i++)
        {
            Assert.True(check.GoesOn(-i));
        }

        check = new CycleCheck<int>();
        var goneOn = Enumerable.Range(0, 5 * length + 5).TakeWhile(i => check.GoesOn(i % length)).Count();

        Assert.InRange(goneOn, length, 4 * length);
    }

    /// <summary>A wallet with more transactions than one page has, and some of every other record, on a store that loses the rows.</summary>
    private sealed class LostScene : IAsyncDisposable
    {
        private readonly TestWallets _host;
        private readonly WalletId _wallet = new(Guid.CreateVersion7());
        private readonly WalletId _backdated = new(Guid.CreateVersion7());

        private LostScene(Loss loss)
        {
            _host = new TestWallets(TestWallets.InMemory, wrap: sound => new LosingStore(sound, loss));
            Store = (LosingStore)_host.Store.Inner;
        }

        public LosingStore Store { get; }

        public IWalletStore Sound => Store.Sound;

        public static async Task<LostScene> BeginAsync(Loss loss)
        {
            var scene = new LostScene(loss);
            var usd = Currency.FromIso("USD");
            await scene.CommitAsync(5, i => new OpenWallet(i == 0 ? scene._wallet : new WalletId(Guid.CreateVersion7()), "owner", usd, $"wallet {i}"));
            await scene.CommitAsync(1_010, _ => new Deposit(scene._wallet, 1m) { RebateTerms = new RebateTerms("policy", "terms") });
            await scene.CommitAsync(1, _ => new OpenWallet(scene._backdated, "other", usd));
            await scene.CommitAsync(1, _ => new Deposit(scene._backdated, 1m));
            await scene.CommitAsync(1_010, i => new Deposit(scene._backdated, 1m) { EffectiveAt = scene._host.Time.GetUtcNow().AddDays(-i) });
            await scene.CommitAsync(5, i => new SetCreditLimit(scene._wallet, i));
            await scene.CommitAsync(5, _ => new PlaceHold(scene._wallet, 0.5m));
            return scene;
        }

        public async IAsyncEnumerable<object> ReadAsync(string stream)
        {
            var wallets = _host.Wallets;
            IAsyncEnumerable<object> rows = stream switch
            {
                "transactions, newest first" => wallets.StreamTransactionsAsync(_wallet, cancellationToken: Token),
                "transactions, oldest first" => wallets.StreamTransactionsAsync(_wallet, HistoryOrder.OldestFirst, cancellationToken: Token),
                "transactions, filtered" => wallets.StreamTransactionsAsync(_wallet, filter: new() { Types = [TransactionType.Deposit] }, cancellationToken: Token),
                "statement" => (await wallets.GetStatementAsync(_wallet, DateTimeOffset.MinValue, DateTimeOffset.MaxValue, cancellationToken: Token)).Entries,
                "transactions, by effective time" => wallets.StreamTransactionsAsync(_backdated, basis: TimeBasis.Effective, cancellationToken: Token),
                "statement, by effective time" => (await wallets.GetStatementAsync(_backdated, DateTimeOffset.MinValue, DateTimeOffset.MaxValue, TimeBasis.Effective, Token)).Entries,
                "events" => wallets.StreamEventsAsync(_wallet, cancellationToken: Token),
                "holds" => wallets.StreamOpenHoldsAsync(_wallet, cancellationToken: Token),
                "wallets" => wallets.StreamWalletsAsync("owner", Token),
                _ => _host.Rebates.StreamAsync(RebateStatus.Pending, Token),
            };
            await foreach (var row in rows)
            {
                yield return row;
            }
        }

        public ValueTask DisposeAsync() => _host.DisposeAsync();

        private async Task CommitAsync(int count, Func<int, WalletCommand> command)
        {
            foreach (var some in Enumerable.Range(0, count).Select(command).Chunk(500))
            {
                Assert.Null((await _host.Store.CommitAsync(new CommandBatch([.. some]), Token)).Refusal);
            }
        }
    }
}
