using WalletKit.Commands;

namespace WalletKit.Durability.Tests.Joining;

/// <summary>Calls of the wallet service from inside a participant.</summary>
public sealed class NestedUseTests : JoinedTest
{
    [Fact]
    public async Task A_call_from_inside_a_participant_is_refused_by_name()
    {
        var hold = (await Host.Wallets.PlaceHoldAsync(await Funded(), 1m, cancellationToken: Token)).Hold.Id;
        Func<IWalletService, Task>[] calls =
        [
            wallets => wallets.DepositAsync(Wallet, 1m, cancellationToken: Token),
            wallets => wallets.OpenAsync("new", "USD", cancellationToken: Token),
            wallets => wallets.ExecuteAsync([new Deposit(Wallet, 1m)], cancellationToken: Token),
            wallets => wallets.ExecuteLockedAsync([Wallet], static (_, _) => Task.CompletedTask, cancellationToken: Token),
            wallets => wallets.ExecuteOptimisticAsync([Wallet], static (_, _) => Task.CompletedTask, cancellationToken: Token),
            wallets => wallets.ExpireHoldsAsync(Token),
            wallets => wallets.GetBalanceAsync(Wallet, Token),
            wallets => wallets.GetWalletAsync(Wallet, Token),
            wallets => wallets.FindWalletAsync("owner", cancellationToken: Token),
            wallets => wallets.ListWalletsAsync("owner", cancellationToken: Token),
            wallets => wallets.ListTransactionsAsync(Wallet, cancellationToken: Token),
            wallets => wallets.GetHoldAsync(hold, Token),
            wallets => wallets.GetTrialBalanceAsync(cancellationToken: Token),
            wallets => wallets.GetStatementAsync(Wallet, DateTimeOffset.UnixEpoch, DateTimeOffset.UtcNow, cancellationToken: Token),
            wallets => Task.Run(() => wallets.GetBalanceAsync(Wallet, Token)),
        ];
        var made = new List<Task>();
        await Deposit(new SqliteAct(_ =>
        {
            made.AddRange(calls.Select(call => call(Host.Wallets)));
            Assert.True(SpinWait.SpinUntil(() => made.TrueForAll(static call => call.IsCompleted), Guard));
        }));


        foreach (var call in made)
        {
            Assert.Equal("nested_participant", (await Assert.ThrowsAsync<NestedParticipantException>(() => call)).Code);
        }
    }

    [Fact]
    public async Task Code_that_outlives_its_participant_is_free_again()
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Task<TransactionReceipt>? later = null;
        await Deposit(new SqliteAct(_ => later = Task.Run(async () =>
        {
            await ended.Task;
            return await Deposit();
        })));
        ended.SetResult();

        Assert.Equal(2m, (await later!).Balance);
    }

    [Fact]
    public async Task A_participant_is_named_while_it_runs()
    {
        using var mayEnd = new ManualResetEventSlim();
        using var reached = new SemaphoreSlim(0);
        var deposit = Deposit(new SqliteAct(_ =>
        {
            reached.Release();
            Assert.True(mayEnd.Wait(Guard, Token));
        }));
        Assert.True(await reached.WaitAsync(Guard, Token));

        Assert.Equal("orders", Assert.Single(Host.Store.RunningParticipants).Name);
        mayEnd.Set();
        await deposit;
        Assert.Empty(Host.Store.RunningParticipants);
    }

    private async Task<WalletId> Funded()
    {
        await Deposit(amount: 10m);
        return Wallet;
    }
}
