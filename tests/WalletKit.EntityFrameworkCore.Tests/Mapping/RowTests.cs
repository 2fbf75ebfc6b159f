using Microsoft.EntityFrameworkCore;
using WalletKit.EntityFrameworkCore.Tests.Shops;

namespace WalletKit.EntityFrameworkCore.Tests.Mapping;

/// <summary>Queries in LINQ over wallets and orders, on each provider.</summary>
/// <typeparam name="TShop">The kind of database.</typeparam>
public abstract class RowTests<TShop> : ShopTest<TShop>
    where TShop : Shop
{
    [Fact]
    public async Task Orders_join_the_balances_of_their_wallets()
    {
        var other = await Shop.OpenWalletAsync("other", 0.5m);
        var hold = await Shop.Wallets.PlaceHoldAsync(Wallet, 2.25m, cancellationToken: Token);
        await Shop.Wallets.SetCreditLimitAsync(Wallet, 5m, cancellationToken: Token);
        await Withdraw(Shop.Participant((context, _) => context.AddRange(
            new Order { Number = 1, WalletId = Wallet, Total = 1m, Hold = hold.Hold.Id },
            new Order { Number = 2, WalletId = other, Total = 2m })));
        await using var context = Shop.Open();

        var joined = await (
            from order in context.Orders
            join balance in context.Balances on order.WalletId equals balance.WalletId
            where balance.Balance > 0.25m
            orderby order.Number
            select new { order.Number, balance.OwnerId, balance.Balance, balance.Held, balance.CreditLimit, balance.Available, balance.Status, balance.Version }).ToListAsync(Token);

        Assert.Equal([1, 2], joined.Select(row => row.Number));
        Assert.Equal(("owner", 9m, 2.25m, 5m, 11.75m, "active", 5), (joined[0].OwnerId, joined[0].Balance, joined[0].Held, joined[0].CreditLimit, joined[0].Available, joined[0].Status, joined[0].Version));
        Assert.Equal(("other", 0.5m, 0m), (joined[1].OwnerId, joined[1].Balance, joined[1].Held));
        Assert.Equal(9.5m, await context.Balances.SumAsync(row => row.Balance, Token));
        Assert.Equal([other], await context.Balances.Where(row => row.Balance < 9m).Select(row => row.WalletId).ToListAsync(Token));
    }

    [Fact]
    public async Task Every_column_of_a_history_is_that_of_the_service()
    {
        var other = await Shop.OpenWalletAsync("other");
        await Shop.Wallets.TransferAsync(Wallet, other, 1.5m, new() { Reference = "rent", Actor = "clerk" }, Token);
        await Shop.Wallets.DepositAsync(Wallet, 2m, new() { Account = "bank", EffectiveAt = DateTimeOffset.UnixEpoch.AddTicks(10) }, Token);
        await using var context = Shop.Open();

        var rows = await context.History.Where(row => row.WalletId == Wallet && row.Amount != null).OrderBy(row => row.Version).ToListAsync(Token);
        var page = await Shop.Wallets.StreamTransactionsAsync(Wallet, HistoryOrder.OldestFirst, cancellationToken: Token).ToListAsync(Token);

        Assert.Equal(
            page.Select(item => (item.WalletId, item.Version, item.Sequence, (decimal?)item.Amount, item.BalanceAfter, item.Reference, item.Actor)),
            rows.Select(row => (row.WalletId, row.Version, row.Sequence, row.Amount, row.Balance, row.Reference, row.Actor)));
        Assert.Equal(page.Select(item => item.CreatedAt), rows.Select(row => row.RecordedAt));
        Assert.Equal(["deposit", "transfer_out", "deposit"], rows.Select(row => row.Type));
        Assert.Equal((other, (string?)null), (rows[1].CounterpartWalletId, rows[1].CounterpartCurrency));
        Assert.Equal(("bank", DateTimeOffset.UnixEpoch.AddTicks(10)), (rows[2].Account, rows[2].EffectiveAt));
        var since = rows[1].RecordedAt;
        Assert.Equal(2, await context.History.CountAsync(row => row.WalletId == Wallet && row.RecordedAt >= since, Token));
    }

    [Fact]
    public async Task Rows_of_all_kinds_of_entries_can_be_read()
    {
        var hold = await Shop.Wallets.PlaceHoldAsync(Wallet, 2m, cancellationToken: Token);
        await Shop.Wallets.CaptureHoldAsync(hold.Hold.Id, 1m, cancellationToken: Token);
        await Shop.Wallets.FreezeAsync(Wallet, new() { Reason = "lost card" }, Token);
        await Shop.Wallets.UnfreezeAsync(Wallet, cancellationToken: Token);
        var deposit = await Shop.Wallets.DepositAsync(Wallet, 1m, new() { Metadata = new Dictionary<string, string> { ["a"] = "b" } }, Token);
        await Shop.Wallets.ReverseAsync(deposit.Transaction.Id, cancellationToken: Token);
        await using var context = Shop.Open();

        var rows = await context.History.OrderBy(row => row.Version).ToListAsync(Token);

        Assert.Equal(["opened", "deposit", "hold_placed", "capture", "frozen", "unfrozen", "deposit", "reversal"], rows.Select(row => row.Type));
        Assert.Equal(((long?)1, (decimal?)2m), (rows[2].Hold, rows[2].HoldRemaining));
        Assert.Equal("lost card", rows[4].Reason);
        Assert.Contains("\"a\"", rows[6].Metadata, StringComparison.Ordinal);
        Assert.Equal(rows[6].Version, rows[7].ReversalOf);
    }

    [Fact]
    public async Task Ids_are_kept_and_found_again()
    {
        var order = new Order { Number = 1, WalletId = Wallet, Payment = new TransactionId(Wallet, 2), Hold = new HoldId(Wallet, 3) };
        await using (var writing = Shop.Open())
        {
            writing.Add(order);
            await writing.SaveChangesAsync(Token);
        }

        await using var context = Shop.Open();
        var payment = new TransactionId(Wallet, 2);
        var row = await context.Orders.SingleAsync(row => row.WalletId == Wallet && row.Payment == payment, Token);
        Assert.Equal((Wallet, payment, new HoldId(Wallet, 3)), (row.WalletId, row.Payment, row.Hold));
    }

    [Fact]
    public async Task An_id_is_kept_as_the_tables_of_the_wallets_keep_it()
    {
        await Withdraw(Shop.Participant((context, _) => context.Add(new Order { Number = 1, WalletId = Wallet })));
        await using var context = Shop.Open();

        Assert.Equal(1, await context.Database.SqlQueryRaw<int>(SameId).SingleAsync(Token));
    }

    [Fact]
    public void Rows_for_queries_are_no_tables_of_the_host()
    {
        using var context = Shop.Open();
        var script = context.Database.GenerateCreateScript();

        Assert.Contains("Orders", script, StringComparison.Ordinal);
        Assert.DoesNotContain("walletkit", script, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("Row", script, StringComparison.Ordinal);
    }

    private protected abstract string SameId { get; }
}
