using WalletKit.Rules;

namespace WalletKit.Testing.Conformance.Checks;

/// <summary>The times that commits record after the clock was wrong for one of them.</summary>
internal sealed class TimeChecks : StoreChecks
{
    [Check]
    public async Task Each_leg_of_a_transfer_carries_the_later_of_the_clock_and_its_own_wallets_time()
    {
        var (ahead, year) = await OpenAheadAsync("ahead");
        var other = await OpenWithAsync(2m, "other");
        Time.Advance(Minute);

        var there = await DoAsync(new Transfer(other, ahead, 1m));
        var back = await DoAsync(new Transfer(ahead, other, 1m));

        Assert.Equal([Time.GetUtcNow(), year], there.Transactions.Select(leg => leg.CreatedAt));
        Assert.Equal([year, Time.GetUtcNow()], back.Transactions.Select(leg => leg.CreatedAt));
        Assert.Equal(Time.GetUtcNow(), (await AuditAsync(other)).Wallet.UpdatedAt);
        Assert.Equal(year, (await AuditAsync(ahead)).Wallet.UpdatedAt);
    }

    [Check]
    public async Task Each_leg_of_a_reversal_carries_the_later_of_the_clock_and_its_own_wallets_time()
    {
        var (ahead, year) = await OpenAheadAsync("ahead");
        var other = await OpenWithAsync(2m, "other");
        var transfer = await DoAsync(new Transfer(other, ahead, 1m));
        Time.Advance(Minute);

        var reversal = await DoAsync(new Reverse(transfer.Transaction!.Id));

        Assert.Equal([Time.GetUtcNow(), year], reversal.Transactions.Select(leg => leg.CreatedAt));
        Assert.Equal(Time.GetUtcNow(), (await AuditAsync(other)).Wallet.UpdatedAt);
    }

    [Check]
    public async Task A_rebate_is_due_by_the_clock_and_paid_at_its_own_wallets_time()
    {
        var (ahead, year) = await OpenAheadAsync("ahead");
        Time.Advance(Minute);
        var deposit = (await DoAsync(new Deposit(ahead, 100m) { RebateTerms = new RebateTerms("policy", "terms") })).Rebate!;
        Assert.Equal(Time.GetUtcNow(), deposit.DueAt);

        Assert.Equal(year, (await DoAsync(new PayRebate(deposit.Deposit, 1m))).Transaction!.CreatedAt);
        await AuditAsync(ahead);
    }

    [Check]
    public async Task A_wallet_whose_time_is_ahead_moves_the_time_of_no_wallet_that_pays_into_it()
    {
        const int Customers = 20;
        var (fees, _) = await OpenAheadAsync("fees");
        var customers = new List<WalletId>();
        for (var i = 0; i < Customers; i++)
        {
            customers.Add(await OpenWithAsync(10m, $"customer-{i}"));
        }

        Time.Advance(Minute);
        await AtOnceAsync(Customers, i => DoAsync(new Transfer(customers[i], fees, 0.1m)));

        foreach (var customer in customers)
        {
            Assert.Equal(Time.GetUtcNow(), (await AuditAsync(customer)).Wallet.UpdatedAt);
        }
    }
}
