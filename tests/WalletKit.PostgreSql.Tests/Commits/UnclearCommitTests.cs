using WalletKit.Commands;
using WalletKit.Stores;

namespace WalletKit.PostgreSql.Tests.Commits;

/// <summary>The connection is lost in the middle of a commit, at a known place.</summary>
public sealed class UnclearCommitTests : PostgreSqlTest
{
    private const int Settled = 502;
    private const int NotSettled = 503;
    private const string RefusedByMark = "23505 walletkit_commits_pkey";

    private static readonly DepositOptions s_keyed = new() { IdempotencyKey = "key", Reference = "once" };

    private readonly Proxy _proxy = new();

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _proxy.DisposeAsync();
    }

    [Fact]
    public async Task A_commit_whose_answer_was_lost_is_a_success_and_is_not_made_again()
    {
        var (host, wallet) = await BeginAsync();
        var seen = _proxy.AtNextCommit(async commit =>
        {
            Assert.Equal("done", await commit.PassOnAsync());
            commit.Cut();
        });

        var receipt = await host.Wallets.DepositAsync(wallet, 10m, s_keyed, Token);

        await seen;
        Assert.Equal((10m, false), (receipt.Balance, receipt.Replayed));
        await AssertDoneOnceAsync(host, wallet);
        Assert.Equal("The connection was lost in the middle of a commit of 1 batches; looked up on another, the commit stands: True.", Assert.Single(LogOf(Settled)).Message);
    }

    [Fact]
    public async Task A_commit_that_never_arrived_is_made_again_and_is_a_success()
    {
        var (host, wallet) = await BeginAsync();
        var seen = _proxy.AtNextCommit(commit =>
        {
            commit.Cut();
            return Task.CompletedTask;
        });

        var receipt = await host.Wallets.DepositAsync(wallet, 10m, s_keyed, Token);

        await seen;
        Assert.Equal((10m, false), (receipt.Balance, receipt.Replayed));
        await AssertDoneOnceAsync(host, wallet);
        Assert.EndsWith("stands: False.", Assert.Single(LogOf(Settled)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_commit_that_was_cut_off_before_its_last_word_is_made_again()
    {
        var (host, wallet) = await BeginAsync();
        var seen = _proxy.AtNextCommit(async commit =>
        {
            await commit.PassWritesOnAsync();
            commit.Cut();
        });

        await host.Wallets.DepositAsync(wallet, 10m, s_keyed, Token);

        await seen;
        await AssertDoneOnceAsync(host, wallet);
        Assert.EndsWith("stands: False.", Assert.Single(LogOf(Settled)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_commit_that_arrives_late_is_refused_once_it_was_given_up()
    {
        var (host, wallet) = await BeginAsync();
        var late = "";
        var seen = _proxy.AtNextCommit(async commit =>
        {
            commit.CutClient();
            await Until.TrueAsync(async () => await Sql.CountAsync("walletkit_commits WHERE NOT stands") == 1, "the commit was given up");
            late = await commit.PassOnAsync();
        });

        await host.Wallets.DepositAsync(wallet, 10m, s_keyed, Token);

        await seen;
        Assert.Equal(RefusedByMark, late);
        await AssertDoneOnceAsync(host, wallet);
    }

    [Fact]
    public async Task A_commit_that_arrives_after_its_caller_was_answered_is_refused()
    {
        var (host, _) = await BeginAsync();
        var answered = new TaskCompletionSource();
        var late = "";
        var seen = _proxy.AtNextCommit(async commit =>
        {
            commit.CutClient();
            await answered.Task;
            late = await commit.PassOnAsync();
        });

        // An opening without a limit on the number of wallets locks nothing, so nothing waits for the commit.
        var open = new OpenWallet(new WalletId(Guid.CreateVersion7()), "late", Currency.FromIso("USD"));
        var opened = (await host.Store.CommitAsync(new CommandBatch(open), Token)).First.Wallet!;
        answered.SetResult();

        await seen;
        Assert.Equal(RefusedByMark, late);
        Assert.Equal(opened.Id.Value, await Sql.ValueAsync<Guid>("SELECT id FROM walletkit_wallets WHERE owner_id = 'late'"));
        await host.AssertCleanAsync();
    }

    [Fact]
    public async Task A_host_that_stopped_in_the_middle_of_a_commit_keeps_others_waiting_no_longer_than_its_transaction_may_idle()
    {
        var (host, wallet) = await BeginAsync(options => options.IdleTransactionTimeout = TimeSpan.FromSeconds(1));
        var answered = new TaskCompletionSource();
        var late = "";
        var seen = _proxy.AtNextCommit(async commit =>
        {
            commit.CutClient();
            await answered.Task;
            late = await commit.PassOnAsync();
        });

        await host.Wallets.DepositAsync(wallet, 10m, s_keyed, Token);
        answered.SetResult();

        await seen;
        Assert.Equal("gone", late);
        await AssertDoneOnceAsync(host, wallet);
    }

    [Fact]
    public async Task A_commit_that_is_still_under_way_is_waited_for()
    {
        var (host, wallet) = await BeginAsync();
        var seen = _proxy.AtNextCommit(async commit =>
        {
            await commit.PassWritesOnAsync();

            // The key is written last; after that, the server waits only for the last message.
            await Until.TrueAsync(
                async () => await Sql.CountAsync($"pg_stat_activity WHERE state = 'active' AND wait_event = 'ClientRead' AND query LIKE '%INSERT INTO \"{Schema}\".walletkit_idempotency_keys%'") == 1,
                "all but COMMIT was done");
            commit.CutClient();
            await Until.TrueAsync(
                async () => await Sql.CountAsync($"pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%{Schema}\".walletkit_commits%'") == 1,
                "the commit was waited for");
            Assert.Equal("done", await commit.PassCommitOnAsync());
        });

        await host.Wallets.DepositAsync(wallet, 10m, s_keyed, Token);

        await seen;
        await AssertDoneOnceAsync(host, wallet);
        Assert.EndsWith("stands: True.", Assert.Single(LogOf(Settled)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_commit_that_cannot_be_looked_up_is_of_unknown_outcome_and_its_key_settles_it(bool isMade)
    {
        var (host, wallet) = await BeginAsync(options => options.RetryTimeout = TimeSpan.FromMilliseconds(300));
        var seen = _proxy.AtNextCommit(async commit =>
        {
            if (isMade)
            {
                Assert.Equal("done", await commit.PassOnAsync());
            }

            _proxy.Close();
        });

        var failure = await Assert.ThrowsAsync<WalletStoreException>(() => host.Wallets.DepositAsync(wallet, 10m, s_keyed, Token));

        await seen;
        Assert.Equal((true, StoreFailure.InputOutput, false), (failure.OutcomeUnknown, failure.Failure, failure.IsTransient));
        Assert.Single(LogOf(NotSettled));
        _proxy.Open();
        var again = await host.Wallets.DepositAsync(wallet, 10m, s_keyed, Token);
        Assert.Equal((10m, isMade), (again.Balance, again.Replayed));
        await AssertDoneOnceAsync(host, wallet);
    }

    [Fact]
    public async Task All_batches_of_a_commit_whose_answer_was_lost_succeed_and_none_is_made_again()
    {
        var (host, wallet) = await BeginAsync(options => options.Writers = 1);
        WalletId[] wallets = [.. await Task.WhenAll(Enumerable.Range(0, 8).Select(i => host.OpenAsync($"owner-{i}")))];
        await using var foreign = await Sql.BeginAsync();
        await foreign.RunAsync("LOCK TABLE walletkit_schema IN ACCESS EXCLUSIVE MODE");
        var seen = _proxy.AtNextCommit(
            async commit =>
            {
                Assert.Equal("done", await commit.PassOnAsync());
                commit.Cut();
            },
            passOn: 1);

        // While the first waits, the others queue behind it together.
        var first = host.Wallets.DepositAsync(wallet, 10m, s_keyed, Token);
        await Sql.WaitForWaitingAsync(Schema);
        Task<TransactionReceipt>[] deposits = [.. wallets.Select(other => host.Wallets.DepositAsync(other, 10m, new() { Reference = "together" }, Token))];
        await foreign.CommitAsync();

        await first;
        Assert.All(await Task.WhenAll(deposits), receipt => Assert.Equal((10m, 1), (receipt.Balance, receipt.Transaction.Sequence)));
        await seen;
        Assert.Contains("a commit of 8 batches; looked up on another, the commit stands: True.", Assert.Single(LogOf(Settled)).Message, StringComparison.Ordinal);
        Assert.Equal(8, await Sql.CountAsync("walletkit_texts WHERE reference = 'together'"));
        await host.AssertCleanAsync();
    }

    private async Task<(WalletHost Host, WalletId Wallet)> BeginAsync(Action<PostgreSqlStoreOptions>? configure = null)
    {
        var host = Host(options =>
        {
            options.ConnectionString = _proxy.ConnectionString;
            configure?.Invoke(options);
        });
        return (host, await host.OpenAsync());
    }

    private async Task AssertDoneOnceAsync(WalletHost host, WalletId wallet)
    {
        Assert.Equal(1, await Sql.CountAsync("walletkit_texts WHERE reference = 'once'"));
        Assert.Equal(1, await Sql.CountAsync("walletkit_idempotency_keys"));
        Assert.Equal(10m, (await host.Wallets.GetBalanceAsync(wallet, Token)).Balance);
        Assert.True((await host.Wallets.DepositAsync(wallet, 10m, s_keyed, Token)).Replayed);
        await host.AssertCleanAsync();
    }

    private IEnumerable<CapturedLog.Line> LogOf(int id) => Log.Lines.Where(line => line.Id == id);
}
