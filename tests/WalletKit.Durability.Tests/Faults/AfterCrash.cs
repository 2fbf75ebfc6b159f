using Microsoft.Extensions.Time.Testing;
using WalletKit.Commands;

namespace WalletKit.Durability.Tests.Faults;

/// <summary>The truths of a file that a crash left.</summary>
internal static class AfterCrash
{
    /// <summary>
    /// Checks the books by every available means: the tables contain no contradiction. A new way to check books belongs here.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="host">A host that has the file open, for the store's own audit. The SQL runs beside it, and does not use the library.</param>
    public static async Task AssertCleanAsync(string path, WalletHost host)
    {
        Books.AssertBalance(path);
        await StoreAudit.AssertCleanAsync(host);
    }

    /// <summary>Checks that a file has all acknowledged operations, each operation once, and that work goes on.</summary>
    /// <param name="path">The file. No process has it open.</param>
    /// <param name="known">The acknowledged operations, and the call whose answer was lost.</param>
    /// <param name="now">The time of that call.</param>
    /// <param name="settled">Called when all calls are answered, before the file is closed.</param>
    /// <returns>All operations that are done now.</returns>
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

            if (known.Unclear is { } unclear && await unclear.SettleAsync(host.Wallets, known.Id) is { } answered)
            {
                done.Add(answered);
            }

            settled?.Invoke();
        }

        await AssertRebatesAreOrWillBePaidAsync(path, now);
        AssertHolds(path, done, done.Count);
        return known with { Acknowledged = done, Unclear = null };
    }

    /// <summary>The knowledge of a caller.</summary>
    /// <param name="Acknowledged">The operations that were acknowledged to it.</param>
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
