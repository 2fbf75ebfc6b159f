using WalletKit.Commands;
using WalletKit.Rules;

namespace WalletKit.Tests.Rebates;

/// <summary>Policies that misbehave, and rebates that cannot be paid: each fails with its reason, and none is lost.</summary>
public sealed class RebateFailureTests
{
    [Theory]
    [InlineData(StoreKind.InMemory, "-0.01", "amount -0.01 must be zero or more.")]
    [InlineData(StoreKind.Sqlite, "-0.01", "amount -0.01 must be zero or more.")]
    [InlineData(StoreKind.InMemory, "0.001", "amount 0.001 has more decimals than the 2 of USD; nothing is rounded.")]
    [InlineData(StoreKind.Sqlite, "0.001", "amount 0.001 has more decimals than the 2 of USD; nothing is rounded.")]
    [InlineData(StoreKind.InMemory, "92233720368547758.08", "amount 92233720368547758.08 is past the range of USD: at most 92233720368547758.07.")]
    public async Task A_policy_that_returns_what_no_rebate_can_be_has_failed(StoreKind kind, string returned, string reason)
    {
        await using var bench = new Bench(kind);
        var site = bench.Host(null, TestPolicy.Paying(decimal.Parse(returned, System.Globalization.CultureInfo.InvariantCulture)));
        var wallet = await site.OpenAsync();
        var deposit = await site.DepositAsync(wallet);

        Assert.Equal(new RebatePass { Paid = 0, NothingDue = 0, Cancelled = 0, Failed = 1, Dead = 0 }, await site.RunPassAsync());

        var rebate = await site.RebateAsync(deposit);
        Assert.Equal((RebateStatus.Pending, 1, reason, null), (rebate.Status, rebate.Attempts, rebate.Reason, rebate.Claim));
        Assert.Equal(100m, await site.BalanceAsync(wallet.Id));
    }

    [Fact]
    public async Task The_file_itself_refuses_a_second_payment_which_then_counts_as_a_failed_attempt()
    {
        await using var bench = new Bench(StoreKind.Sqlite);
        var site = bench.Host(rebates => rebates.MaxAttempts = 1);
        var wallet = await site.OpenAsync();
        var deposit = await site.DepositAsync(wallet);
        await bench.SqlAsync(
            """
            INSERT INTO walletkit_journal (wallet_id, sequence, type, amount, balance, version, recorded_at, rebate_of, hash)
            SELECT wallet_id, 2, 2, 100, 10100, 3, recorded_at, version, zeroblob(32) FROM walletkit_journal WHERE type = 1;
            UPDATE walletkit_journal_head SET last = last + 1;
            """);

        Assert.Equal(new RebatePass { Paid = 0, NothingDue = 0, Cancelled = 0, Failed = 0, Dead = 1 }, await site.RunPassAsync());

        var rebate = await site.RebateAsync(deposit);
        Assert.Equal((RebateStatus.Dead, null), (rebate.Status, rebate.PaidVersion));
        Assert.Contains("UNIQUE", rebate.Reason, StringComparison.Ordinal);
        Assert.Equal(101m, await site.BalanceAsync(wallet.Id));
    }

    [Theory]
    [InlineData(StoreKind.InMemory)]
    [InlineData(StoreKind.Sqlite)]
    public async Task A_policy_that_throws_fails_its_own_rebate_and_no_other(StoreKind kind)
    {
        await using var bench = new Bench(kind);
        var policy = new TestPolicy(async (context, _) =>
        {
            // Some calculations fail before the first await, some after, and one with an exception that looks like a cancellation.
            await (context.Deposit.Sequence % 2 == 0 ? Task.CompletedTask : Task.Run(() => { }, CancellationToken.None));
            return context.OwnerId switch
            {
                "broken" => throw new InvalidOperationException("boom"),
                "canceled" => throw new OperationCanceledException("not asked for"),
                _ => 1m,
            };
        });
        var site = bench.Host(null, policy);
        foreach (var owner in new[] { "broken", "fine", "canceled", "good" })
        {
            await site.DepositAsync(await site.OpenAsync(owner));
        }

        Assert.Equal(new RebatePass { Paid = 2, NothingDue = 0, Cancelled = 0, Failed = 2, Dead = 0 }, await site.RunPassAsync());
    }

    [Theory]
    [InlineData(StoreKind.InMemory, true)]
    [InlineData(StoreKind.InMemory, false)]
    [InlineData(StoreKind.Sqlite, true)]
    [InlineData(StoreKind.Sqlite, false)]
    public async Task A_policy_that_hangs_has_failed_at_the_timeout_whether_or_not_it_heeds_its_token(StoreKind kind, bool heedsToken)
    {
        await using var bench = new Bench(kind);
        var hanging = new TaskCompletionSource<decimal>();
        var policy = new TestPolicy((_, token) => new(heedsToken ? hanging.Task.WaitAsync(token) : hanging.Task));
        var site = bench.Host(rebates => rebates.AttemptTimeout = TimeSpan.FromSeconds(3), policy);
        var wallet = await site.OpenAsync();
        var deposit = await site.DepositAsync(wallet);

        var pass = site.RunPassAsync();
        await policy.Entered();
        bench.Time.Advance(TimeSpan.FromSeconds(3) - TimeSpan.FromTicks(1));
        Assert.False(pass.IsCompleted);
        bench.Time.Advance(TimeSpan.FromTicks(1));

        Assert.Equal(new RebatePass { Paid = 0, NothingDue = 0, Cancelled = 0, Failed = 1, Dead = 0 }, await pass);
        Assert.Equal("The calculation took longer than the AttemptTimeout of 00:00:03.", (await site.RebateAsync(deposit)).Reason);

        // A result that comes too late is not paid; the next attempt is paid, once.
        hanging.SetResult(7m);
        Assert.Equal(100m, await site.BalanceAsync(wallet.Id));
        bench.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(new RebatePass { Paid = 1, NothingDue = 0, Cancelled = 0, Failed = 0, Dead = 0 }, await site.RunPassAsync());
        Assert.Equal(107m, await site.BalanceAsync(wallet.Id));
    }

    [Theory]
    [InlineData(StoreKind.InMemory)]
    [InlineData(StoreKind.Sqlite)]
    public async Task A_host_without_the_policy_of_a_rebate_leaves_it_to_one_that_has_it(StoreKind kind)
    {
        await using var bench = new Bench(kind);
        var site = bench.Host(null, TestPolicy.Paying(3m));
        var wallet = await site.OpenAsync();
        var deposit = await site.DepositAsync(wallet);

        var earned = await site.RebateAsync(deposit);
        var other = bench.Host(rebates => rebates.MaxAttempts = 1);
        await other.DepositAsync(wallet, 200m);

        Assert.Equal(new RebatePass { Paid = 1, NothingDue = 0, Cancelled = 0, Failed = 0, Dead = 0 }, await other.RunPassAsync());
        Assert.Equal(earned, await site.RebateAsync(deposit));
        Assert.Equal(["test"], await other.Rebates.ListMissingPoliciesAsync(Token));
        Assert.Empty(await site.Rebates.ListMissingPoliciesAsync(Token));

        Assert.Equal(new RebatePass { Paid = 1, NothingDue = 0, Cancelled = 0, Failed = 0, Dead = 0 }, await site.RunPassAsync());
        Assert.Equal(305m, await site.BalanceAsync(wallet.Id));
        Assert.Empty(await other.Rebates.ListMissingPoliciesAsync(Token));
    }

    [Theory]
    [InlineData(StoreKind.InMemory)]
    [InlineData(StoreKind.Sqlite)]
    public async Task A_rebate_past_the_top_of_the_range_ends_dead_and_is_paid_once_there_is_room(StoreKind kind)
    {
        await using var bench = new Bench(kind);
        var site = bench.Host(rebates => rebates.MaxAttempts = 2);
        var wallet = await site.OpenAsync();
        const decimal Top = 92233720368547758.07m;
        var deposit = await site.DepositAsync(wallet, Top);

        Assert.Equal(1, (await site.RunPassAsync()).Failed);
        bench.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(1, (await site.RunPassAsync()).Dead);

        var dead = await site.RebateAsync(deposit);
        Assert.Equal((RebateStatus.Dead, 2), (dead.Status, dead.Attempts));
        Assert.Contains("past the range of a balance", dead.Reason, StringComparison.Ordinal);
        Assert.Equal(Top, await site.BalanceAsync(wallet.Id));

        await site.Wallets.WithdrawAsync(wallet.Id, Top, cancellationToken: Token);
        await site.Rebates.RequeueAsync(deposit, Token);
        Assert.Equal(1, (await site.RunPassAsync()).Paid);
        Assert.Equal(922337203685477.58m, await site.BalanceAsync(wallet.Id));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_rebate_of_a_wallet_that_was_closed_is_canceled_whether_or_not_its_policy_works(bool works)
    {
        await using var bench = new Bench(StoreKind.Sqlite);
        var site = bench.Host(null, new TestPolicy((_, _) => works ? new(1m) : throw new InvalidOperationException("boom")));
        var wallet = await site.OpenAsync();
        var deposit = await site.DepositAsync(wallet);
        await site.Wallets.WithdrawAsync(wallet.Id, 100m, cancellationToken: Token);
        await site.Wallets.CloseAsync(wallet.Id, cancellationToken: Token);

        Assert.Equal(new RebatePass { Paid = 0, NothingDue = 0, Cancelled = 1, Failed = 0, Dead = 0 }, await site.RunPassAsync());

        var rebate = await site.RebateAsync(deposit);
        Assert.Equal((RebateStatus.Cancelled, "the wallet is closed"), (rebate.Status, rebate.Reason));
        Assert.Equal(0m, await site.BalanceAsync(wallet.Id));
    }

    [Fact]
    public async Task A_rebate_lands_on_a_wallet_that_was_frozen()
    {
        await using var bench = new Bench(StoreKind.Sqlite);
        var site = bench.Host();
        var wallet = await site.OpenAsync();
        await site.DepositAsync(wallet);
        await site.Wallets.FreezeAsync(wallet.Id, cancellationToken: Token);

        Assert.Equal(1, (await site.RunPassAsync()).Paid);
        Assert.Equal(101m, await site.BalanceAsync(wallet.Id));
    }

    [Theory]
    [InlineData(StoreKind.InMemory)]
    [InlineData(StoreKind.Sqlite)]
    public async Task A_canceled_pass_gives_back_what_it_had_claimed(StoreKind kind)
    {
        await using var bench = new Bench(kind);
        var policy = new TestPolicy((_, _) => new(new TaskCompletionSource<decimal>().Task));
        var site = bench.Host(null, policy);
        var deposit = await site.DepositAsync(await site.OpenAsync());
        using var source = new CancellationTokenSource();

        var pass = site.Rebates.ProcessPendingAsync(source.Token).Guarded();
        await policy.Entered();
        Assert.NotNull((await site.RebateAsync(deposit)).Claim);
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => pass);

        var rebate = await site.RebateAsync(deposit);
        Assert.Equal((RebateStatus.Pending, 0, null, null), (rebate.Status, rebate.Attempts, rebate.Claim, rebate.Reason));
        Assert.True(rebate.DueAt <= bench.Time.GetUtcNow());
    }
}
