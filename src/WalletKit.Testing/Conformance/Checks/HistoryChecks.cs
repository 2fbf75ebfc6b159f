using WalletKit.Rules;
using WalletKit.Testing.Histories;

namespace WalletKit.Testing.Conformance.Checks;

internal sealed class HistoryChecks : StoreChecks
{
    [Check]
    [Case(HistoryOrder.OldestFirst, null, 100, "1 2 3 4 5 6 7")]
    [Case(HistoryOrder.OldestFirst, null, 3, "1 2 3")]
    [Case(HistoryOrder.OldestFirst, 4L, 3, "4 5 6")]
    [Case(HistoryOrder.OldestFirst, 7L, 3, "7")]
    [Case(HistoryOrder.OldestFirst, 8L, 3, "")]
    [Case(HistoryOrder.OldestFirst, 9L, 3, "")]
    [Case(HistoryOrder.OldestFirst, long.MaxValue, 3, "")]
    [Case(HistoryOrder.OldestFirst, 1L, 1, "1")]
    [Case(HistoryOrder.OldestFirst, 0L, 1, "1")]
    [Case(HistoryOrder.OldestFirst, long.MinValue, 1, "1")]
    [Case(HistoryOrder.OldestFirst, null, int.MaxValue, "1 2 3 4 5 6 7")]
    [Case(HistoryOrder.NewestFirst, null, 100, "7 6 5 4 3 2 1")]
    [Case(HistoryOrder.NewestFirst, null, 3, "7 6 5")]
    [Case(HistoryOrder.NewestFirst, 6L, 3, "4 3 2")]
    [Case(HistoryOrder.NewestFirst, 3L, 3, "1")]
    [Case(HistoryOrder.NewestFirst, 2L, 3, "")]
    [Case(HistoryOrder.NewestFirst, 1L, 3, "")]
    [Case(HistoryOrder.NewestFirst, 0L, 3, "")]
    [Case(HistoryOrder.NewestFirst, long.MinValue, 3, "")]
    [Case(HistoryOrder.NewestFirst, 9L, 1, "7")]
    [Case(HistoryOrder.NewestFirst, long.MaxValue, 1, "7")]
    [Case(HistoryOrder.NewestFirst, null, int.MaxValue, "7 6 5 4 3 2 1")]
    public async Task A_stretch_of_history_goes_on_after_a_version_in_its_order_up_to_its_limit(HistoryOrder order, long? after, int limit, string expected)
    {
        var wallet = await OpenAsync();
        for (var i = 1; i <= 7; i++)
        {
            await DoAsync(new Deposit(wallet.Id, i));
        }

        var stretch = await HistoryAsync(wallet.Id, order, after, limit);

        Assert.Equal(expected, string.Join(' ', stretch.Select(transaction => transaction.Sequence)));
        Assert.All(stretch, transaction => Assert.Equal(transaction.Sequence, transaction.Amount));
    }

    [Check]
    [Case(HistoryOrder.OldestFirst)]
    [Case(HistoryOrder.NewestFirst)]
    public async Task An_unknown_wallet_has_no_history(HistoryOrder order)
    {
        await OpenWithAsync(1m);

        Assert.Empty(await HistoryAsync(NewId(), order));
        Assert.Empty(await HistoryAsync(default, order));
    }

    [Check]
    public async Task A_history_holds_its_own_wallets_transactions_and_no_others()
    {
        var one = await OpenWithAsync(1m, "one");
        var two = await OpenWithAsync(2m, "two");
        await DoAsync(new Withdraw(one, 1m));
        await DoAsync(new Withdraw(two, 2m));

        Assert.Equal([1m, -1m], (await AuditAsync(one)).History.Select(transaction => transaction.Amount));
        Assert.Equal([2m, -2m], (await AuditAsync(two)).History.Select(transaction => transaction.Amount));
    }

    [Check]
    public async Task A_transaction_never_changes_once_it_is_recorded()
    {
        var walletId = await OpenWithAsync(1m);
        var first = Assert.Single(await HistoryAsync(walletId));
        for (var i = 0; i < 20; i++)
        {
            Time.Advance(TimeSpan.FromSeconds(1));
            await DoAsync(new Deposit(walletId, 1m) { Reference = "r" });
        }

        Assert.Equal(first, (await AuditAsync(walletId)).History[0]);
    }

    [Check]
    public async Task A_page_that_was_read_stays_as_it_was_read()
    {
        var walletId = await OpenWithAsync(1m);
        var wallet = await FindAsync(walletId);
        var history = await HistoryAsync(walletId);

        await DoAsync(new Deposit(walletId, 1m));

        Assert.Equal((1m, 1), (wallet.Balance, history.Count));
    }
}
