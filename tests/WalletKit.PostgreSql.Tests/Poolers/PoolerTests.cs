using Npgsql;
using WalletKit.PostgreSql.Server;

namespace WalletKit.PostgreSql.Tests.Poolers;

[Slow]
public sealed class PoolerTests : PostgreSqlTest
{
    private const int Writers = 2;
    private const int Needed = (3 * Writers) + 2;
    private const int Callers = 32;
    private const int DepositsEach = 20;

    public override ValueTask InitializeAsync()
    {
        Assert.SkipWhen(TestServer.Missing is not null, TestServer.Missing ?? "");
        Assert.SkipWhen(TemporaryPooler.Missing is not null, TemporaryPooler.Missing ?? "");
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_pooler_in_session_mode_serves_a_host_with_its_rebates()
    {
        using var pooler = TemporaryPooler.Start("session", Needed);
        await using var host = Through(pooler, maxPoolSize: Needed);
        await host.StartAsync();
        var wallets = await Task.WhenAll(Enumerable.Range(0, 8).Select(number => host.OpenAsync($"owner {number}")));

        await Task.WhenAll(Enumerable.Range(0, Callers).Select(async caller =>
        {
            for (var i = 0; i < DepositsEach; i++)
            {
                await host.Wallets.DepositAsync(wallets[(caller + i) % wallets.Length], 1m, cancellationToken: Token);
            }
        }));

        await Until.TrueAsync(async () => await host.Store.Rebates.CountAsync(RebateStatus.Pending, Token) == 0, "all rebates are paid");
        var balances = await Task.WhenAll(wallets.Select(async wallet => (await host.Wallets.GetWalletAsync(wallet, Token)).Balance));
        Assert.Equal(Callers * DepositsEach * 1.01m, balances.Sum());
        await host.AssertCleanAsync();
    }

    [Theory]
    [InlineData("transaction")]
    [InlineData("statement")]
    public async Task A_pooler_that_shares_sessions_is_refused_before_anything_is_made(string mode)
    {
        using var pooler = TemporaryPooler.Start(mode, Needed);
        await using var host = Through(pooler);

        var refusal = await Assert.ThrowsAsync<WalletStoreException>(async () => await host.Store.OpenAsync(Token));

        Assert.Equal(StoreFailure.CannotOpen, refusal.Failure);
        Assert.Contains("share sessions", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(0L, await Sql.CountAsync($"pg_namespace WHERE nspname = '{Schema}'"));
    }

    [Fact]
    public async Task A_pool_with_other_clients_in_transactions_is_refused_as_well()
    {
        using var pooler = TemporaryPooler.Start("transaction", 2 * Needed);
        await using var others = NpgsqlDataSource.Create(pooler.ConnectionString);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var busy = Task.WhenAll(Enumerable.Range(0, Needed).Select(async _ =>
        {
            while (!stop.IsCancellationRequested)
            {
                await using var command = others.CreateCommand("SELECT pg_sleep(0.002)");
                await command.ExecuteNonQueryAsync(Token);
            }
        }));
        await using var host = Through(pooler);

        var refusal = await Assert.ThrowsAsync<WalletStoreException>(async () => await host.Store.OpenAsync(Token));

        await stop.CancelAsync();
        await busy;
        Assert.Contains("share sessions", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pool_that_is_too_small_is_refused_with_the_size_that_is_needed()
    {
        using var pooler = TemporaryPooler.Start("session", Needed - 1);
        await using var host = Through(pooler);

        var refusal = await Assert.ThrowsAsync<WalletStoreException>(async () => await host.Store.OpenAsync(Token));

        Assert.Equal(StoreFailure.CannotOpen, refusal.Failure);
        Assert.Contains($"gave {Needed - 1} of the {Needed} connections", refusal.Message, StringComparison.Ordinal);
    }

    private WalletHost Through(TemporaryPooler pooler, int maxPoolSize = 100) => Host(store =>
    {
        store.ConnectionString = new NpgsqlConnectionStringBuilder(pooler.ConnectionString) { MaxPoolSize = maxPoolSize }.ConnectionString;
        store.Writers = Writers;
    });
}
