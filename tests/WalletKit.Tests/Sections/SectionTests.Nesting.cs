using WalletKit.Commands;
using WalletKit.Rules;
using WalletKit.Testing.Model.Running;
using WalletKit.Testing.Model.Steps;

namespace WalletKit.Tests.Sections;

public sealed partial class SectionTests
{
    [Theory]
    [MemberData(nameof(StoresAndKinds))]
    public async Task Changes_of_wallets_are_refused_by_name_inside_a_section(string store, SectionKind kind)
    {
        await using var host = new TestWallets(store);
        var (wallet, other) = await OpenTwoAsync(host);

        await host.RunAsync(kind, [wallet.Id], async (_, _) =>
        {
            foreach (var call in Changing(host.Wallets, wallet.Id, other.Id).Values)
            {
                Assert.Equal("nested_section", (await Assert.ThrowsAsync<NestedSectionException>(call)).Code);
            }
        }).WaitAsync(s_guard, Token);

        Assert.Equal((wallet, other), (await host.Wallets.GetWalletAsync(wallet.Id, Token), await host.Wallets.GetWalletAsync(other.Id, Token)));
    }

    [Theory]
    [MemberData(nameof(StoresAndKinds))]
    public async Task Changes_are_refused_by_name_in_work_that_was_started_inside_a_section(string store, SectionKind kind)
    {
        await using var host = new TestWallets(store);
        var (wallet, other) = await OpenTwoAsync(host);

        await host.RunAsync(kind, [wallet.Id], async (_, _) =>
            await Task.WhenAll(Changing(host.Wallets, wallet.Id, other.Id).Values.Select(call => Task.Run(
                async () => Assert.Equal("nested_section", (await Assert.ThrowsAsync<NestedSectionException>(call)).Code), Token)))).WaitAsync(s_guard, Token);

        Assert.Equal((wallet, other), (await host.Wallets.GetWalletAsync(wallet.Id, Token), await host.Wallets.GetWalletAsync(other.Id, Token)));
    }

    [Theory]
    [MemberData(nameof(StoresAndKinds))]
    public async Task Reading_is_allowed_inside_a_section(string store, SectionKind kind)
    {
        await using var host = new TestWallets(store);
        var wallet = await host.OpenWithAsync(100m);
        var hold = (await host.Wallets.PlaceHoldAsync(wallet.Id, 1m, cancellationToken: Token)).Hold;

        await host.RunAsync(kind, [wallet.Id], async (section, _) =>
        {
            foreach (var call in Reading(host.Wallets, wallet.Id, hold.Id).Values)
            {
                await call();
            }

            section.Add(new VoidHold(hold.Id));
        }).WaitAsync(s_guard, Token);

        Assert.Equal(HoldStatus.Voided, (await host.Wallets.GetHoldAsync(hold.Id, Token)).Status);
    }

    [Fact]
    public async Task Every_call_is_known_to_change_or_to_read()
    {
        await using var host = new TestWallets(TestWallets.InMemory);

        Assert.Equal(
            new[] { typeof(IWalletService), typeof(IWalletOperations), typeof(IWalletReader) }.SelectMany(type => type.GetMethods()).Select(method => method.Name)

                // It only names the transaction of the calls that follow, and these have no part in this list.
                .Except([nameof(IWalletService.In)]).Order(),
            Changing(host.Wallets, default, default).Keys.Concat(Reading(host.Wallets, default, default).Keys).Order());
    }

    [Theory]
    [MemberData(nameof(StoresAndKinds))]
    public async Task Work_that_a_section_started_may_change_wallets_after_its_end(string store, SectionKind kind)
    {
        await using var host = new TestWallets(store);
        var wallet = await host.OpenWithAsync(100m);
        var ended = Signal();
        Task? later = null;

        await host.RunAsync(kind, [wallet.Id], _ => later = Task.Run(
            async () =>
            {
                await ended.Task;
                await host.Wallets.DepositAsync(wallet.Id, 1m, cancellationToken: Token);
            },
            Token));
        await host.Wallets.DepositAsync(wallet.Id, 1m, cancellationToken: Token).WaitAsync(s_guard, Token);
        ended.SetResult();
        await later!.WaitAsync(s_guard, Token);

        Assert.Equal(102m, await host.BalanceAsync(wallet.Id));
    }

    [Fact]
    public async Task Another_caller_is_not_inside_it()
    {
        await using var host = new TestWallets(TestWallets.InMemory);
        var (wallet, other) = await OpenTwoAsync(host);
        var (holds, goOn) = (Signal(), Signal());

        var section = host.RunAsync(SectionKind.Locked, [wallet.Id], async (_, _) =>
        {
            holds.SetResult();
            await goOn.Task;
        });
        await holds.Task.WaitAsync(s_guard, Token);
        await host.Wallets.DepositAsync(other.Id, 1m, cancellationToken: Token).WaitAsync(s_guard, Token);
        await host.RunAsync(SectionKind.Locked, [other.Id], _ => { }).WaitAsync(s_guard, Token);
        goOn.SetResult();
        await section.WaitAsync(s_guard, Token);
    }

    internal static Dictionary<string, Func<Task>> Changing(IWalletService wallets, WalletId id, WalletId other) => new()
    {
        [nameof(wallets.OpenAsync)] = () => wallets.OpenAsync("user-9", "USD", cancellationToken: Token),
        [nameof(wallets.DepositAsync)] = () => wallets.DepositAsync(id, 1m, cancellationToken: Token),
        [nameof(wallets.WithdrawAsync)] = () => wallets.WithdrawAsync(id, 1m, cancellationToken: Token),
        [nameof(wallets.TransferAsync)] = () => wallets.TransferAsync(id, other, 1m, cancellationToken: Token),
        [nameof(wallets.ReverseAsync)] = () => wallets.ReverseAsync(new(id, 2), cancellationToken: Token),
        [nameof(wallets.PlaceHoldAsync)] = () => wallets.PlaceHoldAsync(id, 1m, cancellationToken: Token),
        [nameof(wallets.CaptureHoldAsync)] = () => wallets.CaptureHoldAsync(new(id, 1), cancellationToken: Token),
        [nameof(wallets.VoidHoldAsync)] = () => wallets.VoidHoldAsync(new(id, 1), cancellationToken: Token),
        [nameof(wallets.ExpireHoldsAsync)] = () => wallets.ExpireHoldsAsync(Token),
        [nameof(wallets.FreezeAsync)] = () => wallets.FreezeAsync(id, cancellationToken: Token),
        [nameof(wallets.UnfreezeAsync)] = () => wallets.UnfreezeAsync(id, cancellationToken: Token),
        [nameof(wallets.CloseAsync)] = () => wallets.CloseAsync(other, cancellationToken: Token),
        [nameof(wallets.EraseAsync)] = () => wallets.EraseAsync(other, cancellationToken: Token),
        [nameof(wallets.EraseOwnerAsync)] = () => wallets.EraseOwnerAsync("user-2", cancellationToken: Token),
        [nameof(wallets.CorrectTimeAsync)] = () => wallets.CorrectTimeAsync(id, cancellationToken: Token),
        [nameof(wallets.SetCreditLimitAsync)] = () => wallets.SetCreditLimitAsync(id, 1m, cancellationToken: Token),
        [nameof(wallets.ExecuteAsync)] = () => wallets.ExecuteAsync([new Deposit(id, 1m)], cancellationToken: Token),
        [nameof(wallets.ImportAsync)] = () => wallets.ImportAsync(new[] { new Deposit(id, 1m) }.ToAsyncEnumerable(), cancellationToken: Token).CountAsync(Token).AsTask(),
        [nameof(wallets.ExecuteLockedAsync)] = () => wallets.ExecuteLockedAsync([other], (_, _) => Task.CompletedTask, cancellationToken: Token),
        [nameof(wallets.ExecuteOptimisticAsync)] = () => wallets.ExecuteOptimisticAsync([other], (_, _) => Task.CompletedTask, cancellationToken: Token),
    };

    internal static Dictionary<string, Func<Task>> Reading(IWalletService wallets, WalletId id, HoldId hold) => new()
    {
        [nameof(wallets.GetWalletAsync)] = () => wallets.GetWalletAsync(id, Token),
        [nameof(wallets.FindWalletAsync)] = () => wallets.FindWalletAsync("user-1", cancellationToken: Token),
        [nameof(wallets.ListWalletsAsync)] = () => wallets.ListWalletsAsync("user-1", cancellationToken: Token),
        [nameof(wallets.StreamWalletsAsync)] = () => wallets.StreamWalletsAsync("user-1", Token).CountAsync(Token).AsTask(),
        [nameof(wallets.GetBalanceAsync)] = () => wallets.GetBalanceAsync(id, Token),
        [nameof(wallets.GetBalanceAsOfAsync)] = () => wallets.GetBalanceAsOfAsync(id, DateTimeOffset.MaxValue, cancellationToken: Token),
        [nameof(wallets.GetStatementAsync)] = () => wallets.GetStatementAsync(id, DateTimeOffset.MinValue, DateTimeOffset.MaxValue, cancellationToken: Token),
        [nameof(wallets.GetTrialBalanceAsync)] = () => wallets.GetTrialBalanceAsync(cancellationToken: Token),
        [nameof(wallets.GetTransactionAsync)] = () => wallets.GetTransactionAsync(new(id, 2), Token),
        [nameof(wallets.ListTransactionsAsync)] = () => wallets.ListTransactionsAsync(id, cancellationToken: Token),
        [nameof(wallets.StreamTransactionsAsync)] = () => wallets.StreamTransactionsAsync(id, cancellationToken: Token).CountAsync(Token).AsTask(),
        [nameof(wallets.StreamEventsAsync)] = () => wallets.StreamEventsAsync(id, cancellationToken: Token).CountAsync(Token).AsTask(),
        [nameof(wallets.GetHoldAsync)] = () => wallets.GetHoldAsync(hold, Token),
        [nameof(wallets.StreamOpenHoldsAsync)] = () => wallets.StreamOpenHoldsAsync(id, cancellationToken: Token).CountAsync(Token).AsTask(),
    };
}
