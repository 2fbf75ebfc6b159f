using System.Collections.Concurrent;
using WalletKit.Rules;
using WalletKit.Stores;

namespace WalletKit.Testing.Conformance.Checks;

/// <summary>An answer as of a past time never changes.</summary>
internal sealed class FinalityChecks : StoreChecks
{
    // A store that does not wait has answered by then. This time does not delay a store that waits.
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(250);

    [Check]
    public async Task A_time_before_the_clock_is_final_whether_or_not_something_has_happened_since()
    {
        var quiet = await OpenWithAsync(1m, "quiet");
        var busy = await OpenWithAsync(1m, "busy");
        var at = Time.GetUtcNow();
        Time.Advance(TimeSpan.FromTicks(10));
        await DoAsync(new Deposit(busy, 1m));

        foreach (var (walletId, time) in ((WalletId, DateTimeOffset)[])[(quiet, at), (busy, at), (quiet, at.AddTicks(9)), (busy, at.AddTicks(9)), (quiet, DateTimeOffset.MinValue)])
        {
            var found = await Store.FindTransactionAsOfAsync(walletId, time, Token);
            Assert.Equal((true, time >= at ? 1L : null), (found.IsFinal, found.Transaction?.Sequence));
        }
    }

    [Check]
    public async Task The_microsecond_that_the_clock_shows_and_all_after_it_are_not_final()
    {
        var walletId = await OpenWithAsync(1m);
        foreach (var time in (DateTimeOffset[])[Time.GetUtcNow(), Time.GetUtcNow().AddTicks(9), Time.GetUtcNow().AddDays(1), DateTimeOffset.MaxValue])
        {
            var found = await Store.FindTransactionAsOfAsync(walletId, time, Token);
            Assert.Equal((false, 1L), (found.IsFinal, found.Transaction!.Sequence));
        }

        Assert.False((await Store.FindTransactionAsOfAsync(NewId(), Time.GetUtcNow().AddDays(-1), Token)).IsFinal);
    }

    [Check]
    public async Task A_commit_that_has_taken_its_time_is_waited_for()
    {
        var held = new HeldTime(Time);
        await using var subject = NewSubject();
        await using var store = subject.CreateStore(held);

        // The clock is released in any case before the store is closed, because closing waits for the commit.
        using var release = held;
        var wallet = new OpenWallet(NewId(), "owner", Usd);
        Assert.Null((await store.CommitAsync(new CommandBatch([wallet, new Deposit(wallet.WalletId, 1m)]), Token)).Refusal);
        Time.Advance(Minute);

        var taken = held.HoldNext();
        var commit = Task.Run(async () => await store.CommitAsync(new CommandBatch(new Deposit(wallet.WalletId, 1m)), Token), Token);
        var time = await taken.WaitAsync(Guard, Token);
        Time.Advance(Minute);
        var asked = Task.Run(async () => await store.FindTransactionAsOfAsync(wallet.WalletId, time, Token), Token);
        await Task.WhenAny(asked, Task.Delay(Grace, Token));
        held.Release();

        Assert.Null((await commit.WaitAsync(Guard, Token)).Refusal);
        var found = await asked.WaitAsync(Guard, Token);
        Assert.Equal((true, 2L), (found.IsFinal, found.Transaction!.Sequence));
    }

    [Check]
    public async Task A_balance_at_a_past_time_never_changes_while_writers_go_on()
    {
        const int Writers = 6;
        const int Deposits = 40;
        WalletId[] wallets = [await OpenWithAsync(1m, "one"), await OpenWithAsync(1m, "other")];
        var answers = new ConcurrentBag<(WalletId WalletId, DateTimeOffset Time, long Sequence)>();
        using var written = new CancellationTokenSource();

        // Each reading of the clock moves it on, so that a time which was read is past for everything that comes after.
        Time.AutoAdvanceAmount = TimeSpan.FromTicks(10);
        var asking = Enumerable.Range(0, 3).Select(i => Task.Run(() => AskAsync(wallets[i % 2]), Token)).ToArray();
        await AtOnceAsync(Writers, async i =>
        {
            for (var n = 0; n < Deposits; n++)
            {
                await DoAsync(new Transfer(wallets[i % 2], wallets[1 - (i % 2)], 0.01m));
            }

            return true;
        });
        await written.CancelAsync();
        await Task.WhenAll(asking).WaitAsync(Guard, Token);

        Assert.NotEmpty(answers);
        foreach (var (walletId, time, sequence) in answers)
        {
            Assert.Equal(sequence, (await Store.FindTransactionAsOfAsync(walletId, time, Token)).Transaction?.Sequence ?? 0);
        }

        async Task AskAsync(WalletId walletId)
        {
            // At least once, because a fast store may have written everything before a thread of the pool begins to ask.
            do
            {
                var time = Time.GetUtcNow();
                var found = await Store.FindTransactionAsOfAsync(walletId, time, Token);
                Assert.True(found.IsFinal);
                answers.Add((walletId, time, found.Transaction?.Sequence ?? 0));
            }
            while (!written.IsCancellationRequested);
        }
    }
}
