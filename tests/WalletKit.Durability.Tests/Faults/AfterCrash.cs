using Microsoft.Extensions.Time.Testing;
using WalletKit.Commands;

namespace WalletKit.Durability.Tests.Faults;

/// <summary>What must be true of a file that a crash left.</summary>
internal static class AfterCrash
{
    /// <summary>
    /// Checks the books by every means there is: what stands in the tables contradicts nothing. Whoever has a new way to check
    /// books puts it here.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="host">A host that has the file open, for the store's own audit. The SQL is beside it, and knows nothing of the library.</param>
    public static async Task AssertCleanAsync(string path, WalletHost host)
    {
        Books.AssertBalance(path);
        await StoreAudit.AssertCleanAsync(host);
    }

    /// <summary>Checks that a file has all that was acknowledged, and each operation once, and that work goes on.</summary>
    /// <param name="path">The file. Nothing has it open.</param>
    /// <param name="known">What was acknowledged, and the call whose answer was lost.</param>
    /// <param name="now">When that call was made.</param>
    /// <param name="settled">Is told when all is answered, before the file is closed.</param>
    /// <returns>All that is done now.</returns>
    public static async Task<Known> AssertWholeAsync(string path, Known known, DateTimeOffset now, Action? settled = null)
    {
        var done = known.Acknowledged.ToList();
        await using (var host = new WalletHost(path, timeProvider: new FakeTimeProvider(now)))
        {
            await host.Store.OpenAsync();
            await AssertCleanAsync(path, host);
            AssertHolds(path, done, atMost: done.Count + (known.Unclear is null ? 0 : 1));
            if (done is [.., var last])
            {
                var again = await last.DoAsync(host.Wallets, known.Id);
                Assert.True(again.Replayed, $"Done again: {last}");
                Assert.Equal(last, again.Done);
            }

            if (known.Unclear is { } unclear && await SettleAsync(unclear, host.Wallets, known.Id) is { } answered)
            {
                done.Add(answered);
            }

            settled?.Invoke();
        }

        await AssertRebatesAreOrWillBePaidAsync(path, now);
        AssertHolds(path, done, done.Count);
        return known with { Acknowledged = done, Unclear = null };
    }

    /// <summary>Repeats a call whose answer was lost: it is done once, however often it is repeated.</summary>
    /// <returns>What it became; null where it was refused.</returns>
    public static async Task<Operation?> SettleAsync(Operation unclear, IWalletService wallets, Func<int, WalletId> id)
    {
        try
        {
            var first = await unclear.DoAsync(wallets, id);
            var second = await unclear.DoAsync(wallets, id);
            Assert.True(second.Replayed, $"Done again: {unclear}");
            Assert.Equal(first.Result, second.Result);
            return first.Done;
        }
        catch (Exception exception) when (exception is InsufficientFundsException or HoldEndedException { Status: HoldStatus.Expired })
        {
            // It was never done, and cannot be: that is an answer as well.
            return null;
        }
    }

    /// <summary>What a caller knows.</summary>
    /// <param name="Acknowledged">What was acknowledged to it.</param>
    /// <param name="Unclear">Its call that has no answer.</param>
    /// <param name="Id">The id of a wallet by its number.</param>
    public sealed record Known(IReadOnlyList<Operation> Acknowledged, Operation? Unclear, Func<int, WalletId> Id);

    private static async Task AssertRebatesAreOrWillBePaidAsync(string path, DateTimeOffset now)
    {
        await using (var tomorrow = new WalletHost(path, timeProvider: new FakeTimeProvider(now.AddDays(1))))
        {
            var pass = await tomorrow.Rebates.ProcessPendingAsync();
            Assert.Equal((0, 0, 0, 0), (pass.NothingDue, pass.Cancelled, pass.Failed, pass.Dead));
            await tomorrow.Wallets.ExpireHoldsAsync();
            await AssertCleanAsync(path, tomorrow);
        }

        using var books = Books.Open(path);
        books.AssertRebatesSettled();
    }

    private static void AssertHolds(string path, List<Operation> operations, int atMost)
    {
        using var books = Books.Open(path);
        books.AssertHolds(operations);
        Assert.InRange(books.CountOperations(), operations.Count, atMost);
    }
}
