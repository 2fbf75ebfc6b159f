using WalletKit.Commands;

namespace WalletKit.Tests.Sections;

public sealed partial class SectionTests
{
    [Theory]
    [MemberData(nameof(StoresAndKinds))]
    public async Task Sections_over_the_same_wallets_in_both_orders_never_wait_for_each_other_forever(string store, SectionKind kind)
    {
        await using var host = new TestWallets(store);
        var (rich, poor) = await OpenTwoAsync(host);

        await Task.WhenAll(Enumerable.Range(0, 40).Select(i => Task.Run(
            () => host.RunAsync(
                kind,
                i % 2 == 0 ? [rich.Id, poor.Id] : [poor.Id, rich.Id],
                async (section, _) =>
                {
                    await Task.Yield();
                    section.Add(new Transfer(rich.Id, poor.Id, 1m));
                },
                new() { MaxAttempts = 1_000 }),
            Token))).WaitAsync(s_guard, Token);

        Assert.Equal((60m, 40m), (await host.BalanceAsync(rich.Id), await host.BalanceAsync(poor.Id)));
    }

    [Theory]
    [MemberData(nameof(StoresAndKinds))]
    public async Task No_update_is_lost_by_64_callers_that_all_rely_on_what_they_read(string store, SectionKind kind)
    {
        await using var host = new TestWallets(store);
        var wallet = await host.OpenWithAsync(100m);

        await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => Task.Run(
            () => host.RunAsync(
                kind,
                [wallet.Id],
                async (section, _) =>
                {
                    await Task.Yield();
                    section.Add(new SetCreditLimit(wallet.Id, section[wallet.Id].CreditLimit + 1m));
                },
                new() { MaxAttempts = 1_000 }),
            Token))).WaitAsync(s_guard, Token);

        Assert.Equal(64m, (await host.Wallets.GetWalletAsync(wallet.Id, Token)).CreditLimit);
        Assert.Equal(64, await host.Wallets.StreamEventsAsync(wallet.Id, cancellationToken: Token).CountAsync(Token));
    }

    [Theory]
    [MemberData(nameof(StoresAndKinds))]
    public async Task A_change_from_another_process_makes_it_be_asked_again_and_never_makes_it_wrong(string store, SectionKind kind)
    {
        await using var host = new TestWallets(store);
        var wallet = await host.OpenWithAsync(100m);
        var seen = new List<decimal>();

        var results = await host.RunAsync(kind, [wallet.Id], async (section, _) =>
        {
            seen.Add(section[wallet.Id].Balance);
            if (seen.Count <= 2)
            {
                await host.CommitElsewhereAsync(new Deposit(wallet.Id, 10m));
            }

            section.Add(new Withdraw(wallet.Id, section[wallet.Id].Balance));
        });

        Assert.Equal([100m, 110m, 120m], seen);
        Assert.Equal((-120m, 0m), (Assert.Single(results).Transaction!.Amount, await host.BalanceAsync(wallet.Id)));
    }

    [Theory]
    [MemberData(nameof(StoresAndKinds))]
    public async Task Wallets_that_change_under_each_attempt_end_it_with_both_versions(string store, SectionKind kind)
    {
        await using var host = new TestWallets(store);
        var wallet = await host.OpenWithAsync(100m);
        var asked = 0;

        var refusal = await Assert.ThrowsAsync<ConcurrencyConflictException>(() => host.RunAsync(
            kind,
            [wallet.Id],
            async (section, _) =>
            {
                asked++;
                await host.CommitElsewhereAsync(new Deposit(wallet.Id, 1m));
                section.Add(new Withdraw(wallet.Id, 100m));
            },
            new() { MaxAttempts = 3 }));

        Assert.Equal((3, wallet.Version + 2, wallet.Version + 3), (asked, refusal.ExpectedVersion, refusal.ActualVersion));
        Assert.Equal(103m, await host.BalanceAsync(wallet.Id));
        await host.Wallets.DepositAsync(wallet.Id, 1m, cancellationToken: Token).WaitAsync(s_guard, Token);
    }

    [Theory]
    [MemberData(nameof(StoresAndKinds))]
    public async Task A_wallet_that_it_only_reads_must_stand_as_it_was_read_all_the_same(string store, SectionKind kind)
    {
        await using var host = new TestWallets(store);
        var (rich, poor) = await OpenTwoAsync(host);
        var asked = 0;

        await host.RunAsync(kind, [rich.Id, poor.Id], async (section, _) =>
        {
            if (++asked == 1)
            {
                await host.CommitElsewhereAsync(new Withdraw(rich.Id, 100m));
            }

            section.Add(new Deposit(poor.Id, section[rich.Id].Balance + 1m));
        });

        Assert.Equal((2, 1m), (asked, await host.BalanceAsync(poor.Id)));
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task A_deposit_by_another_caller_waits_for_a_locked_section_and_is_not_lost(string store)
    {
        await using var host = new TestWallets(store);
        var wallet = await host.OpenWithAsync(100m);
        var (asked, holds, goOn) = (0, Signal(), Signal());

        var section = host.RunAsync(SectionKind.Locked, [wallet.Id], async (section, _) =>
        {
            asked++;
            holds.SetResult();
            await goOn.Task;
            section.Add(new Withdraw(wallet.Id, section[wallet.Id].Balance));
        });
        await holds.Task.WaitAsync(s_guard, Token);
        var deposit = host.Wallets.DepositAsync(wallet.Id, 7m, cancellationToken: Token);
        var standing = await host.Store.ReadLatestAsync([wallet.Id], Token);
        var hasWaited = !deposit.IsCompleted;
        goOn.SetResult();
        await section.WaitAsync(s_guard, Token);
        await deposit.WaitAsync(s_guard, Token);

        Assert.True(hasWaited);
        Assert.Equal((1, wallet), (asked, Assert.Single(standing)));
        Assert.Equal(7m, await host.BalanceAsync(wallet.Id));
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task Deposits_that_were_handed_over_before_a_locked_section_do_not_disturb_it(string store)
    {
        await using var host = new TestWallets(store);
        var wallet = await host.OpenWithAsync(100m);

        for (var round = 1; round <= 5; round++)
        {
            var asked = 0;
            var deposits = Enumerable.Range(0, 50).Select(_ => host.Wallets.DepositAsync(wallet.Id, 1m, cancellationToken: Token)).ToArray();
            await host.RunAsync(SectionKind.Locked, [wallet.Id], section =>
            {
                asked++;
                Assert.Equal(150m, section[wallet.Id].Balance);
                section.Add(new Withdraw(wallet.Id, 50m));
            });

            Assert.Equal(1, asked);
            await Task.WhenAll(deposits);
        }
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task A_deposit_by_another_caller_does_not_wait_for_an_optimistic_section_which_is_asked_again(string store)
    {
        await using var host = new TestWallets(store);
        var wallet = await host.OpenWithAsync(100m);
        var (asked, reads, goOn) = (0, Signal(), Signal());

        var section = host.RunAsync(SectionKind.Optimistic, [wallet.Id], async (section, _) =>
        {
            asked++;
            reads.TrySetResult();
            await goOn.Task;
            section.Add(new Withdraw(wallet.Id, section[wallet.Id].Balance));
        });
        await reads.Task.WaitAsync(s_guard, Token);
        await host.Wallets.DepositAsync(wallet.Id, 7m, cancellationToken: Token).WaitAsync(s_guard, Token);
        goOn.SetResult();

        Assert.Equal(-107m, Assert.Single(await section.WaitAsync(s_guard, Token)).Transaction!.Amount);
        Assert.Equal((2, 0m), (asked, await host.BalanceAsync(wallet.Id)));
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task Exactly_one_of_two_optimistic_sections_on_the_same_versions_is_run_again(string store)
    {
        await using var host = new TestWallets(store);
        var wallet = await host.OpenWithAsync(100m);
        var (asked, bothRead) = (0, Signal());

        Task RunAsync() => host.RunAsync(SectionKind.Optimistic, [wallet.Id], async (section, _) =>
        {
            if (Interlocked.Increment(ref asked) == 2)
            {
                bothRead.SetResult();
            }

            await bothRead.Task;
            section.Add(new Withdraw(wallet.Id, section[wallet.Id].Balance / 2));
        });

        await Task.WhenAll(RunAsync(), RunAsync()).WaitAsync(s_guard, Token);

        Assert.Equal((3, 25m), (asked, await host.BalanceAsync(wallet.Id)));
    }

    private static TaskCompletionSource Signal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
