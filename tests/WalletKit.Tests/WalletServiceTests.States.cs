using WalletKit.Commands;
using WalletKit.Model.Money;
using WalletKit.Rules;

namespace WalletKit.Tests;

public sealed partial class WalletServiceTests
{
    [Theory]
    [MemberData(nameof(Stores))]
    public async Task Each_change_of_state_is_recorded_with_its_reason(string store)
    {
        await using var host = new TestWallets(store);
        var wallet = await host.OpenWithAsync(100m);
        Assert.Empty(await host.Wallets.StreamEventsAsync(wallet.Id, cancellationToken: Token).ToListAsync(Token));

        var limited = await host.Wallets.SetCreditLimitAsync(wallet.Id, 50m, new() { Reason = "a good customer" }, Token);
        var frozen = await host.Wallets.FreezeAsync(wallet.Id, new() { Reason = "a stolen card" }, Token);
        await Assert.ThrowsAsync<WalletFrozenException>(() => host.Wallets.WithdrawAsync(wallet.Id, 1m, cancellationToken: Token));
        await host.Wallets.DepositAsync(wallet.Id, 1m, cancellationToken: Token);
        host.Time.Advance(TimeSpan.FromHours(1));
        var unfrozen = await host.Wallets.UnfreezeAsync(wallet.Id, cancellationToken: Token);
        await host.Wallets.WithdrawAsync(wallet.Id, 151m, cancellationToken: Token);
        await host.Wallets.DepositAsync(wallet.Id, 50m, cancellationToken: Token);
        var closed = await host.Wallets.CloseAsync(wallet.Id, new() { Reason = "asked to" }, Token);

        EventReceipt[] receipts = [limited, frozen, unfrozen, closed];
        Assert.All(receipts, receipt => Assert.False(receipt.Replayed));
        Assert.Equal(receipts.Select(receipt => receipt.Event), await host.Wallets.StreamEventsAsync(wallet.Id, cancellationToken: Token).ToListAsync(Token));
        Assert.Equal(
            [(WalletEventType.CreditLimitSet, "a good customer"), (WalletEventType.Frozen, "a stolen card"), (WalletEventType.Unfrozen, null), (WalletEventType.Closed, "asked to")],
            receipts.Select(receipt => (receipt.Event.Type, receipt.Event.Reason)));
        Assert.Equal([wallet.Version + 1, wallet.Version + 2, wallet.Version + 4, wallet.Version + 7], receipts.Select(receipt => receipt.Event.Version));
        Assert.Equal((50m, wallet.CreatedAt, wallet.CreatedAt.AddHours(1)), (limited.Event.CreditLimit, frozen.Event.CreatedAt, closed.Event.CreatedAt));
        Assert.Equal((WalletStatus.Closed, 50m), ((await host.Wallets.GetWalletAsync(wallet.Id, Token)).Status, (await host.Wallets.GetWalletAsync(wallet.Id, Token)).CreditLimit));
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task Changes_of_state_are_read_past_a_page(string store)
    {
        await using var host = new TestWallets(store);
        var wallet = await host.OpenWithAsync(1m);
        await host.Wallets.ExecuteAsync([.. Enumerable.Range(0, 1_000).Select(i => new WalletKit.SetCreditLimit(wallet.Id, i))], cancellationToken: Token);
        await host.Wallets.SetCreditLimitAsync(wallet.Id, 1_000m, cancellationToken: Token);

        Assert.Equal(Enumerable.Range(0, 1_001).Select(i => (decimal?)i), (await host.Wallets.StreamEventsAsync(wallet.Id, cancellationToken: Token).ToListAsync(Token)).Select(each => each.CreditLimit));
        Assert.Equal([999m, 1_000m], await host.Wallets.StreamEventsAsync(wallet.Id, afterVersion: 1_001, Token).Select(each => each.CreditLimit).ToListAsync(Token));
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task A_transfer_returns_both_legs_each_naming_the_other(string store)
    {
        await using var host = new TestWallets(store);
        var (source, target) = await OpenTwoAsync(host, "USD");

        var receipt = await host.Wallets.TransferAsync(source.Id, target.Id, 30m, new() { Reference = "rent", ExpectedVersion = source.Version }, Token);

        Assert.Equal((TransactionType.TransferOut, -30m, 70m, "rent"), (receipt.Outgoing.Type, receipt.Outgoing.Amount, receipt.Outgoing.BalanceAfter, receipt.Outgoing.Reference));
        Assert.Equal((TransactionType.TransferIn, 30m, 30m, "rent"), (receipt.Incoming.Type, receipt.Incoming.Amount, receipt.Incoming.BalanceAfter, receipt.Incoming.Reference));
        Assert.Equal((receipt.Incoming.Id, receipt.Outgoing.Id), (receipt.Outgoing.Links.Counterpart, receipt.Incoming.Links.Counterpart));
        Assert.Equal(receipt.Outgoing, await host.Wallets.GetTransactionAsync(receipt.Outgoing.Id, Token));
        Assert.Equal(receipt.Incoming, await host.Wallets.GetTransactionAsync(receipt.Incoming.Id, Token));
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task A_transfer_between_currencies_records_its_rate_and_rounding(string store)
    {
        await using var host = new TestWallets(store);
        var (source, target) = await OpenTwoAsync(host, "JPY");

        var rated = await host.Wallets.TransferAsync(source.Id, target.Id, 1.01m, new() { Rate = 150.5m, Rounding = MidpointRounding.ToPositiveInfinity }, Token);
        var named = await host.Wallets.TransferAsync(source.Id, target.Id, 2m, new() { TargetAmount = 300m }, Token);

        Assert.Equal((153m, 150.5m, MidpointRounding.ToPositiveInfinity), (rated.Incoming.Amount, rated.Incoming.Links.Exchange!.Rate, rated.Incoming.Links.Exchange.Rounding));
        Assert.Equal((300m, 150m, null), (named.Incoming.Amount, named.Incoming.Links.Exchange!.Rate, named.Incoming.Links.Exchange.Rounding));
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task A_reversal_returns_all_that_it_took_back(string store)
    {
        await using var host = new TestWallets(store);
        var (source, target) = await OpenTwoAsync(host, "USD");
        await host.Rebates.ProcessPendingAsync(Token);
        var transfer = await host.Wallets.TransferAsync(source.Id, target.Id, 30m, cancellationToken: Token);
        var withdrawal = await host.Wallets.WithdrawAsync(source.Id, 5m, cancellationToken: Token);

        var ofTransfer = await host.Wallets.ReverseAsync(transfer.Incoming.Id, new() { Reference = "sent twice" }, Token);
        var ofWithdrawal = await host.Wallets.ReverseAsync(withdrawal.Transaction.Id, cancellationToken: Token);
        var ofDeposit = await host.Wallets.ReverseAsync(new(source.Id, 2), cancellationToken: Token);

        Assert.Equal([(target.Id, -30m, "sent twice"), (source.Id, 30m, "sent twice")], ofTransfer.Transactions.Select(each => (each.WalletId, each.Amount, each.Reference)));
        Assert.Equal([transfer.Incoming.Version, transfer.Outgoing.Version], ofTransfer.Transactions.Select(each => each.Links.ReversalOf!.Value));
        Assert.Equal(5m, Assert.Single(ofWithdrawal.Transactions).Amount);
        Assert.Equal([-100m, -1m], ofDeposit.Transactions.Select(each => each.Amount));
        Assert.Equal((0m, 0m), ((await host.Wallets.GetWalletAsync(source.Id, Token)).Balance, (await host.Wallets.GetWalletAsync(target.Id, Token)).Balance));
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task A_reversal_overdraws_only_where_it_may(string store)
    {
        await using var host = new TestWallets(store);
        var wallet = await host.OpenWithAsync(100m);
        await host.Wallets.WithdrawAsync(wallet.Id, 60m, cancellationToken: Token);

        await Assert.ThrowsAsync<InsufficientFundsException>(() => host.Wallets.ReverseAsync(new(wallet.Id, 2), cancellationToken: Token));
        await host.Wallets.ReverseAsync(new(wallet.Id, 2), new() { AllowOverdraft = true }, Token);

        Assert.Equal((-60m, -60m), ((await host.Wallets.GetBalanceAsync(wallet.Id, Token)).Balance, (await host.Wallets.GetBalanceAsync(wallet.Id, Token)).Available));
    }
}
