using WalletKit.Commands;
using WalletKit.Rules;

namespace WalletKit.Tests.Sections;

public sealed partial class SectionTests
{
    public static MatrixTheoryData<string, SectionKind, bool> StoresKindsAndHeed => new(
        [TestWallets.InMemory, TestWallets.Sqlite], [SectionKind.Locked, SectionKind.Optimistic], [true, false]);

    [Theory]
    [MemberData(nameof(StoresKindsAndHeed))]
    public async Task A_decision_that_never_ends_is_cut_off_and_lets_the_wallets_go(string store, SectionKind kind, bool heedsTheToken)
    {
        await using var host = new TestWallets(store);
        var wallet = await host.OpenWithAsync(100m);
        var (started, never, cutOff) = (Signal(), Signal(), false);
        WalletSection? abandoned = null;

        var running = host.RunAsync(
            kind,
            [wallet.Id],
            async (section, token) =>
            {
                token.Register(() => cutOff = true);
                (abandoned = section).Add(new Withdraw(wallet.Id, 1m));
                started.SetResult();
                await (heedsTheToken ? never.Task.WaitAsync(token) : never.Task);
            },
            new() { Timeout = TimeSpan.FromSeconds(5) });
        await started.Task.WaitAsync(s_guard, Token);
        host.Time.Advance(TimeSpan.FromSeconds(5) - TimeSpan.FromTicks(1));
        var wasCutOffEarly = cutOff;
        host.Time.Advance(TimeSpan.FromTicks(1));

        await Assert.ThrowsAsync<TimeoutException>(() => running.WaitAsync(s_guard, Token));
        Assert.Equal((false, true), (wasCutOffEarly, cutOff));
        Assert.Throws<InvalidOperationException>(() => abandoned!.Add(new Withdraw(wallet.Id, 1m)));
        await host.AssertLeftAloneAsync(wallet);
    }

    [Theory]
    [MemberData(nameof(StoresAndKinds))]
    public async Task A_decision_that_blocks_past_its_time_is_too_late(string store, SectionKind kind)
    {
        await using var host = new TestWallets(store);
        var wallet = await host.OpenWithAsync(100m);

        await Assert.ThrowsAsync<TimeoutException>(() => host.RunAsync(
            kind,
            [wallet.Id],
            (section, _) =>
            {
                section.Add(new Withdraw(wallet.Id, 1m));
                host.Time.Advance(TimeSpan.FromSeconds(5));
                return Task.CompletedTask;
            },
            new() { Timeout = TimeSpan.FromSeconds(5) }));

        Assert.Equal(wallet, await host.Wallets.GetWalletAsync(wallet.Id, Token));
    }

    [Theory]
    [MemberData(nameof(StoresAndKinds))]
    public async Task A_decision_that_blocks_its_thread_lets_the_wallets_go_in_time(string store, SectionKind kind)
    {
        await using var host = new TestWallets(store);
        var wallet = await host.OpenWithAsync(100m);
        var (started, ended) = (Signal(), Signal());
        using var block = new ManualResetEventSlim();
        try
        {
            // The call must return at once, or the next line is never reached.
            var running = host.RunAsync(
                kind,
                [wallet.Id],
                (section, _) =>
                {
                    section.Add(new Withdraw(wallet.Id, 1m));
                    started.SetResult();
                    block.Wait(s_guard, CancellationToken.None);
                    ended.SetResult();
                    return Task.CompletedTask;
                },
                new() { Timeout = TimeSpan.FromSeconds(5) });
            await started.Task.WaitAsync(s_guard, Token);
            host.Time.Advance(TimeSpan.FromSeconds(5));

            await Assert.ThrowsAsync<TimeoutException>(() => running.WaitAsync(s_guard, Token));
            await host.AssertLeftAloneAsync(wallet);
            Assert.False(ended.Task.IsCompleted);
        }
        finally
        {
            block.Set();
        }

        await ended.Task.WaitAsync(s_guard, Token);
    }

    // The decisions hold no threads of the pool, which the timers and the waiters for the wallets need.
    [Theory]
    [MemberData(nameof(StoresAndKinds))]
    public async Task Forty_decisions_that_block_their_threads_let_the_wallets_go_in_time_and_waiters_go_on(string store, SectionKind kind)
    {
        const int decisions = 40;
        await using var host = new TestWallets(store);
        var wallets = new List<Wallet>();
        for (var i = 0; i < decisions; i++)
        {
            wallets.Add((await host.Wallets.OpenAsync($"user-{i}", "USD", cancellationToken: Token)).Wallet);
        }

        using var started = new CountdownEvent(decisions);
        using var block = new ManualResetEventSlim();
        var (allStarted, onPool, ended) = (Signal(), 0, 0);
        var options = new SectionOptions { Timeout = TimeSpan.FromSeconds(5) };
        try
        {
            var blocking = wallets.ConvertAll(wallet => host.RunAsync(
                kind,
                [wallet.Id],
                (_, _) =>
                {
                    Interlocked.Add(ref onPool, Thread.CurrentThread.IsThreadPoolThread ? 1 : 0);
                    if (started.Signal())
                    {
                        allStarted.SetResult();
                    }

                    block.Wait(s_guard, CancellationToken.None);
                    Interlocked.Increment(ref ended);
                    return Task.CompletedTask;
                },
                options));
            await allStarted.Task.WaitAsync(s_guard, Token);
            var waiting = wallets.ConvertAll(wallet => host.RunAsync(kind, [wallet.Id], section => section.Add(new Deposit(wallet.Id, 1m))));
            host.Time.Advance(TimeSpan.FromSeconds(5));

            foreach (var each in blocking)
            {
                await Assert.ThrowsAsync<TimeoutException>(() => each.WaitAsync(s_guard, Token));
            }

            await Task.WhenAll(waiting).WaitAsync(s_guard, Token);
            Assert.Equal((0, 0), (onPool, Volatile.Read(ref ended)));
        }
        finally
        {
            block.Set();
        }

        foreach (var wallet in wallets)
        {
            Assert.Equal(1m, await host.BalanceAsync(wallet.Id));
        }
    }

    [Theory]
    [MemberData(nameof(StoresAndKinds))]
    public async Task A_decision_that_waits_for_something_goes_on_in_the_pool(string store, SectionKind kind)
    {
        await using var host = new TestWallets(store);
        var wallet = await host.OpenWithAsync(100m);
        var isOnPool = new List<bool>();

        await host.RunAsync(kind, [wallet.Id], async (_, _) =>
        {
            isOnPool.Add(Thread.CurrentThread.IsThreadPoolThread);
            Assert.Same(TaskScheduler.Default, TaskScheduler.Current);
            await Task.Yield();
            isOnPool.Add(Thread.CurrentThread.IsThreadPoolThread);
        });

        Assert.Equal([false, true], isOnPool);
    }

    [Theory]
    [MemberData(nameof(StoresAndKinds))]
    public async Task A_decision_runs_in_the_callers_context(string store, SectionKind kind)
    {
        await using var host = new TestWallets(store);
        var wallet = await host.OpenWithAsync(100m);
        var local = new AsyncLocal<string> { Value = "the caller's" };
        string? seen = null;

        await host.RunAsync(kind, [wallet.Id], _ => (seen, local.Value) = (local.Value, "the decision's"));

        Assert.Equal(("the caller's", "the caller's"), (seen, local.Value));
    }

    [Theory]
    [MemberData(nameof(StoresAndKinds))]
    public async Task Time_runs_anew_for_each_attempt(string store, SectionKind kind)
    {
        await using var host = new TestWallets(store);
        var wallet = await host.OpenWithAsync(100m);
        var asked = 0;

        await host.RunAsync(
            kind,
            [wallet.Id],
            async (section, token) =>
            {
                host.Time.Advance(TimeSpan.FromSeconds(4));
                token.ThrowIfCancellationRequested();
                if (++asked < 5)
                {
                    await host.CommitElsewhereAsync(new Deposit(wallet.Id, 1m));
                }

                section.Add(new Withdraw(wallet.Id, 100m));
            },
            new() { Timeout = TimeSpan.FromSeconds(5) });

        Assert.Equal((5, 4m), (asked, await host.BalanceAsync(wallet.Id)));
    }

    [Theory]
    [MemberData(nameof(StoresAndKinds))]
    public async Task Cancelled_before_it_begins_it_is_not_asked(string store, SectionKind kind)
    {
        await using var host = new TestWallets(store);
        var wallet = await host.OpenWithAsync(100m);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => host.RunAsync(
            kind, [wallet.Id], (_, _) => throw new InvalidOperationException("It was asked."), cancellationToken: new CancellationToken(true)));
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task Cancelled_while_it_waits_for_its_wallets_it_is_not_asked(string store)
    {
        await using var host = new TestWallets(store);
        var wallet = await host.OpenWithAsync(100m);
        var (holds, goOn) = (Signal(), Signal());
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(Token);

        var first = host.RunAsync(SectionKind.Locked, [wallet.Id], async (_, _) =>
        {
            holds.SetResult();
            await goOn.Task;
        });
        await holds.Task.WaitAsync(s_guard, Token);
        var second = host.RunAsync(SectionKind.Locked, [wallet.Id], (_, _) => throw new InvalidOperationException("It was asked."), cancellationToken: cancellation.Token);
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second.WaitAsync(s_guard, Token));
        goOn.SetResult();
        await first.WaitAsync(s_guard, Token);
        await host.Wallets.DepositAsync(wallet.Id, 1m, cancellationToken: Token).WaitAsync(s_guard, Token);
    }

    [Theory]
    [MemberData(nameof(StoresKindsAndHeed))]
    public async Task Cancelled_inside_it_changes_nothing_and_lets_the_wallets_go(string store, SectionKind kind, bool heedsTheToken)
    {
        await using var host = new TestWallets(store);
        var wallet = await host.OpenWithAsync(100m);
        var never = Signal();
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(Token);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => host.RunAsync(
            kind,
            [wallet.Id],
            async (section, token) =>
            {
                section.Add(new Withdraw(wallet.Id, 1m));
                await cancellation.CancelAsync();
                await (heedsTheToken ? never.Task.WaitAsync(token) : never.Task);
            },
            cancellationToken: cancellation.Token).WaitAsync(s_guard, Token));

        await host.AssertLeftAloneAsync(wallet);
    }

    [Theory]
    [MemberData(nameof(StoresAndKinds))]
    public async Task Cancelled_at_the_end_of_the_decision_it_changes_nothing(string store, SectionKind kind)
    {
        await using var host = new TestWallets(store);
        var wallet = await host.OpenWithAsync(100m);
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(Token);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => host.RunAsync(
            kind,
            [wallet.Id],
            (section, _) =>
            {
                section.Add(new Withdraw(wallet.Id, 1m));
                cancellation.Cancel();
                return Task.CompletedTask;
            },
            cancellationToken: cancellation.Token));

        Assert.Equal(wallet, await host.Wallets.GetWalletAsync(wallet.Id, Token));
    }

    [Theory]
    [MemberData(nameof(StoresAndKinds))]
    public async Task Cancelled_after_its_commands_were_handed_over_it_says_what_came_of_them(string store, SectionKind kind)
    {
        await using var host = new TestWallets(store);
        var wallet = await host.OpenWithAsync(100m);
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(Token);
        host.Store.AfterCommit = (_, _) => cancellation.CancelAsync();

        var results = await host.RunAsync(
            kind,
            [wallet.Id],
            (section, _) =>
            {
                section.Add(new Withdraw(wallet.Id, 1m));
                return Task.CompletedTask;
            },
            cancellationToken: cancellation.Token);

        Assert.Equal((99m, 99m), (Assert.Single(results).Transaction!.BalanceAfter, await host.BalanceAsync(wallet.Id)));
    }

    [Theory]
    [MemberData(nameof(StoresAndKinds))]
    public async Task A_store_that_fails_it_surfaces_and_lets_the_wallets_go(string store, SectionKind kind)
    {
        await using var host = new TestWallets(store);
        var wallet = await host.OpenWithAsync(100m);
        host.Store.BeforeCommit = _ => throw new WalletStoreException(StoreFailure.Busy, "the store is busy.");

        await Assert.ThrowsAsync<WalletStoreException>(() => host.RunAsync(kind, [wallet.Id], section => section.Add(new Withdraw(wallet.Id, 1m))));

        host.Store.BeforeCommit = _ => Task.CompletedTask;
        await host.Wallets.DepositAsync(wallet.Id, 1m, cancellationToken: Token).WaitAsync(s_guard, Token);
    }
}
