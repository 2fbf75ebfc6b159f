using WalletKit.Commands;
using WalletKit.Testing.Model.Steps;

namespace WalletKit.Samples.Tests.Operations;

public sealed class SectionExamples
{
    [Fact]
    public async Task A_pessimistic_section_decides_on_wallets_that_nobody_else_changes()
    {
        await using var scene = new Scene();
        var wallets = scene.Wallets;
        var (main, savings) = (await scene.OpenAsync(130m), (await wallets.OpenAsync("user-1", "USD", "savings")).Wallet);

        // [example: locked]
        var results = await wallets.ExecuteLockedAsync([main.Id, savings.Id], async (section, cancellationToken) =>
        {
            var keep = await AskFloorAsync(cancellationToken);
            var spare = section[main.Id].Available - keep;
            if (spare > 0)
            {
                section.Add(new Transfer(main.Id, savings.Id, spare));    // committed when the decision ends
            }
        });
        // [end]

        Assert.Equal(-80m, Assert.Single(results).Transaction!.Amount);
        Assert.Equal((50m, 80m), (await scene.BalanceAsync(main), await scene.BalanceAsync(savings)));
        await Assert.ThrowsAsync<NestedSectionException>(() => wallets.ExecuteLockedAsync([main.Id], (_, token) => wallets.DepositAsync(main.Id, 1m, cancellationToken: token)));
        await Assert.ThrowsAsync<NestedSectionException>(() => wallets.ExecuteLockedAsync([main.Id], (_, token) => wallets.ExecuteLockedAsync([savings.Id], (_, _) => Task.CompletedTask, cancellationToken: token)));
        await Assert.ThrowsAsync<InvalidInputException>(() => wallets.ExecuteLockedAsync([main.Id], (section, _) =>
        {
            section.Add(new Deposit(savings.Id, 1m));
            return Task.CompletedTask;
        }));
        await Assert.ThrowsAsync<InvalidInputException>(() => wallets.ExecuteLockedAsync([], (_, _) => Task.CompletedTask));
        Assert.Equal((50m, 80m), (await scene.BalanceAsync(main), await scene.BalanceAsync(savings)));
    }

    [Fact]
    public async Task A_decision_that_takes_too_long_changes_nothing()
    {
        await using var scene = new Scene();
        var (wallets, clock) = (scene.Wallets, scene.Clock);
        var wallet = await scene.OpenAsync(100m);
        var entered = new TaskCompletionSource();

        var section = wallets.ExecuteLockedAsync(
            [wallet.Id],
            async (section, cancellationToken) =>
            {
                section.Add(new Withdraw(wallet.Id, 1m));
                entered.SetResult();
                await Task.Delay(Timeout.Infinite, cancellationToken);
            },
            new() { Timeout = TimeSpan.FromSeconds(2) });
        await entered.Task;
        clock.Advance(TimeSpan.FromSeconds(2));

        await Assert.ThrowsAsync<TimeoutException>(() => section);
        Assert.Equal(99m, (await wallets.WithdrawAsync(wallet.Id, 1m)).Balance);
    }

    [Fact]
    public async Task An_optimistic_section_is_run_again_after_another_change_was_faster()
    {
        await using var scene = new Scene();
        var wallets = scene.Wallets;
        var wallet = await scene.OpenAsync(100m);
        var asked = 0;

        // [example: optimistic]
        await wallets.ExecuteOptimisticAsync([wallet.Id], async (section, cancellationToken) =>
        {
            var price = await AskPriceAsync(section[wallet.Id], cancellationToken);
            section.Add(new Withdraw(wallet.Id, price) { Reference = "order-7" });
        }, new() { MaxAttempts = 5 });
        // [end]

        Assert.Equal(2, asked);
        Assert.Equal(81m, await scene.BalanceAsync(wallet));
        var conflict = await Assert.ThrowsAsync<ConcurrencyConflictException>(() => wallets.ExecuteOptimisticAsync(
            [wallet.Id],
            async (section, token) =>
            {
                section.Add(new Withdraw(wallet.Id, 1m));
                await DepositElsewhereAsync();
            },
            new() { MaxAttempts = 3 }));
        Assert.Equal(wallet.Id, conflict.WalletId);

        // The first answer comes too late, because money came in meanwhile.
        async Task<decimal> AskPriceAsync(Wallet seen, CancellationToken cancellationToken)
        {
            if (++asked == 1)
            {
                await DepositElsewhereAsync();
            }

            return seen.Balance == 101m ? 20m : 30m;
        }

        // The deposit comes from outside of the section, like that of another caller.
        Task DepositElsewhereAsync()
        {
            using var suppressed = ExecutionContext.SuppressFlow();
            return Task.Run(() => wallets.DepositAsync(wallet.Id, 1m));
        }
    }

    private static Task<decimal> AskFloorAsync(CancellationToken cancellationToken) => Task.FromResult(50m);
}
