using WalletKit.PostgreSql.Tests.Plans;
using WalletKit.Stores;

namespace WalletKit.PostgreSql.Tests.Keys;

/// <summary>The deletion of old idempotency keys, beside other hosts and other programs.</summary>
public sealed class OldKeysTests : PostgreSqlTest
{
    private static readonly TimeSpan s_month = TimeSpan.FromDays(30);

    [Fact]
    public async Task Two_hosts_that_delete_at_once_delete_each_old_key_once_and_no_young_one()
    {
        const int Old = 600;
        var (one, other) = (Host(), Host());
        var wallets = new[] { await one.OpenAsync("a"), await one.OpenAsync("b"), await one.OpenAsync("c") };
        foreach (var wallet in wallets)
        {
            await AddKeysAsync(wallet, Old / wallets.Length, "40 days");
            await AddKeysAsync(wallet, 50, "20 days");
        }

        var deleted = await Task.WhenAll(new[] { one, other, one, other }.Select(host => Task.Run(() => WalkAsync(host, s_month, 7))));

        Assert.Equal(Old, deleted.Sum());
        Assert.Equal(150, await Sql.CountAsync("walletkit_idempotency_keys"));
    }

    [Fact]
    public async Task A_retry_at_one_host_is_a_new_command_after_another_host_has_deleted_the_key()
    {
        var (one, other) = (Host(), Host());
        var wallet = await one.OpenAsync();
        Assert.False((await DepositAsync(one, wallet, "key")).Replayed);
        Assert.True((await DepositAsync(one, wallet, "key")).Replayed);

        Assert.Equal(1, await WalkAsync(other, TimeSpan.Zero, 10));

        Assert.False((await DepositAsync(one, wallet, "key")).Replayed);
        Assert.Equal(2m, (await other.Wallets.GetBalanceAsync(wallet, Token)).Balance);
        await other.AssertCleanAsync();
    }

    [Fact]
    public async Task A_retry_does_not_wait_for_the_deletion_of_its_key()
    {
        var host = Host();
        var wallet = await host.OpenAsync();
        await DepositAsync(host, wallet, "key");
        await using var deletion = await Sql.BeginAsync();
        await deletion.RunAsync("DELETE FROM walletkit_idempotency_keys");

        Assert.True((await DepositAsync(host, wallet, "key")).Replayed);

        await deletion.CommitAsync();
        Assert.False((await DepositAsync(host, wallet, "key")).Replayed);
    }

    [Fact]
    public async Task An_erased_wallet_keeps_the_secret_of_its_keys_if_a_commit_adds_a_key_at_the_same_time()
    {
        var host = Host();
        var wallet = await host.OpenAsync();
        await DepositAsync(host, wallet, "key");
        await host.Wallets.EraseAsync(wallet, new() { IncludeOpen = true }, Token);
        var secret = (await host.Store.Books.FindSecretsAsync(wallet, Token))!.Keys;
        await using var foreign = await Sql.BeginAsync();
        await foreign.LockAsync(wallet);
        var walk = WalkAsync(host, TimeSpan.Zero, 10);
        await Sql.WaitForWaitingAsync(Schema);

        await foreign.RunAsync(KeyOf(wallet, 1, "0 days"));
        await foreign.CommitAsync();

        Assert.Equal(1, await walk);
        Assert.Equal(secret, (await host.Store.Books.FindSecretsAsync(wallet, Token))!.Keys);
        Assert.Equal(1, await WalkAsync(host, TimeSpan.Zero, 10));
        Assert.NotEqual(secret, (await host.Store.Books.FindSecretsAsync(wallet, Token))!.Keys);
    }

    [Fact]
    public async Task A_piece_reads_its_own_keys_and_not_all_keys()
    {
        var wallet = await Host().OpenAsync();
        await AddKeysAsync(wallet, 50_000, "40 days");
        await Sql.RunAsync("ANALYZE walletkit_idempotency_keys");
        var reads = new TableReads(Sql, Schema);
        var host = Host(options => options.ConnectionString = reads.ConnectionString);

        var place = (KeyPlace?)null;
        for (var i = 0; i < 10; i++)
        {
            var piece = await host.Store.DeleteKeysAsync(s_month, place, 100, Token);
            Assert.Equal(100, piece.Deleted);
            place = piece.Next;
        }

        await host.DisposeAsync();
        Assert.InRange(await reads.CountAsync(), 1, 10_000);
    }

    private static async Task<int> WalkAsync(WalletHost host, TimeSpan age, int limit)
    {
        var (deleted, place) = (0, (KeyPlace?)null);
        do
        {
            var piece = await host.Store.DeleteKeysAsync(age, place, limit, Token);
            (deleted, place) = (deleted + piece.Deleted, piece.Next);
        }
        while (place is not null);

        return deleted;
    }

    private static Task<TransactionReceipt> DepositAsync(WalletHost host, WalletId wallet, string key) =>
        host.Wallets.DepositAsync(wallet, 1m, new() { IdempotencyKey = key }, Token);

    private static string KeyOf(WalletId wallet, int count, string age) =>
        $"""
        INSERT INTO walletkit_idempotency_keys (wallet_id, key, content, version, recorded_at)
        SELECT '{wallet}', sha256(('{age}' || n)::bytea), sha256('content'), 1, now() - interval '{age}' FROM generate_series(1, {count}) n
        """;

    private Task AddKeysAsync(WalletId wallet, int count, string age) => Sql.RunAsync(KeyOf(wallet, count, age));
}
