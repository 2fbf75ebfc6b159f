using WalletKit.Rules;
using WalletKit.Testing.Model.Steps;

namespace WalletKit.Testing.Conformance.Checks;

internal sealed class AsOfChecks : StoreChecks
{
    [Check]
    public async Task The_transaction_as_of_a_time_is_the_newest_at_or_before_it()
    {
        var wallet = await OpenAsync();
        List<WalletTransaction> recorded = [];
        for (var i = 0; i < 7; i++)
        {
            Time.Advance(TimeSpan.FromSeconds(1));
            recorded.Add((await DoAsync(new Deposit(wallet.Id, 1m))).Transaction!);
            await DoAsync(new SetCreditLimit(wallet.Id, i));
        }

        Assert.Null(await AsOfAsync(recorded[0].CreatedAt.AddTicks(-1)));
        for (var i = 0; i < recorded.Count; i++)
        {
            var (at, next) = (recorded[i].CreatedAt, i + 1 < recorded.Count ? recorded[i + 1].CreatedAt : DateTimeOffset.MaxValue);
            foreach (var time in (DateTimeOffset[])[at, at.ToOffset(TimeSpan.FromHours(5)), at.AddTicks(1), at + ((next - at) / 2), next.AddTicks(-1)])
            {
                Assert.Equal(recorded[i], await AsOfAsync(time));
            }
        }

        async Task<WalletTransaction?> AsOfAsync(DateTimeOffset time) => (await Store.FindTransactionAsOfAsync(wallet.Id, time, Token)).Transaction;
    }

    [Check]
    public async Task The_newest_transaction_of_a_time_is_the_state_as_of_that_time()
    {
        var walletId = await OpenWithAsync(1m);
        var at = Time.GetUtcNow();
        await DoAsync(new Deposit(walletId, 2m));

        // The two times are within one microsecond, which is the precision of stored times.
        Time.Advance(TimeSpan.FromTicks(9));
        await DoAsync(new Deposit(walletId, 3m));
        Time.Advance(TimeSpan.FromTicks(1));
        await DoAsync(new Deposit(walletId, 4m));

        Assert.Equal(3, (await Store.FindTransactionAsOfAsync(walletId, at, Token)).Transaction!.Sequence);
        Assert.Equal(3, (await Store.FindTransactionAsOfAsync(walletId, at.AddTicks(9), Token)).Transaction!.Sequence);
        Assert.Equal(4, (await Store.FindTransactionAsOfAsync(walletId, at.AddTicks(10), Token)).Transaction!.Sequence);
        Assert.Null((await Store.FindTransactionAsOfAsync(walletId, at.AddTicks(-1), Token)).Transaction);
    }

    [Check]
    public async Task The_ends_of_time_are_before_and_after_everything()
    {
        var walletId = await OpenWithAsync(1m);
        await DoAsync(new Deposit(walletId, 2m));
        var empty = await OpenAsync("empty");

        Assert.Null((await Store.FindTransactionAsOfAsync(walletId, DateTimeOffset.MinValue, Token)).Transaction);
        Assert.Equal(2, (await Store.FindTransactionAsOfAsync(walletId, DateTimeOffset.MaxValue, Token)).Transaction!.Sequence);
        foreach (var time in (DateTimeOffset[])[DateTimeOffset.MinValue, Time.GetUtcNow(), DateTimeOffset.MaxValue])
        {
            Assert.Null((await Store.FindTransactionAsOfAsync(empty.Id, time, Token)).Transaction);
            Assert.Null((await Store.FindTransactionAsOfAsync(NewId(), time, Token)).Transaction);
        }
    }

    [Check]
    public async Task A_transaction_is_found_by_its_identity_and_no_other()
    {
        var walletId = await OpenWithAsync(1m);
        var second = (await DoAsync(new Withdraw(walletId, 1m) { Reference = "r" })).Transaction!;

        Assert.Equal(second, await Store.FindTransactionAsync(second.Id, Token));
        foreach (var version in (long[])[0, 1, 4, -1, long.MinValue, long.MaxValue])
        {
            Assert.Null(await Store.FindTransactionAsync(new TransactionId(walletId, version), Token));
        }

        Assert.Null(await Store.FindTransactionAsync(new TransactionId(NewId(), 2), Token));
    }
}
