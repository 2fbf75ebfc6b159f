using WalletKit.Rules;
using WalletKit.Stores;
using WalletKit.Testing.Model.Steps;

namespace WalletKit.Testing.Conformance.Checks;

internal sealed class HistoryFilterChecks : StoreChecks
{
    [Check]
    public async Task A_filtered_history_read_page_by_page_is_what_a_plain_query_finds_in_the_whole()
    {
        var random = NewRandom();
        var walletId = await OpenWithVariedHistoryAsync(random, 150);
        var (_, history) = await AuditHoldsAsync(walletId);

        for (var round = 0; round < 150; round++)
        {
            var range = RandomRange(random, walletId, history);
            var expected = (range.Order == HistoryOrder.OldestFirst ? history : history.Reverse()).Where(transaction =>
                (range.Types.IsEmpty || range.Types.Contains(transaction.Type))
                && (range.Reference is null || string.Equals(range.Reference, transaction.Reference, StringComparison.Ordinal))
                && (range.Through is not { } through || (range.Order == HistoryOrder.OldestFirst ? transaction.Version <= through : transaction.Version >= through)));

            var found = await ReadByPageAsync(range);

            Assert.True(expected.SequenceEqual(found), $"Seed {Seed}, round {round}: {range}");
        }
    }

    [Check]
    [Case(HistoryOrder.OldestFirst)]
    [Case(HistoryOrder.NewestFirst)]
    public async Task A_stretch_begins_after_one_version_and_ends_with_another_and_no_page_says_that_there_is_more_beyond_it(HistoryOrder order)
    {
        var wallet = await OpenAsync();
        for (var i = 0; i < 10; i++)
        {
            await DoAsync(new Deposit(wallet.Id, 1m) { Reference = i % 2 == 0 ? "even" : "odd" });
        }

        var isForward = order == HistoryOrder.OldestFirst;
        foreach (var (after, through, expected) in ((long?, long?, string)[])
            [
                (null, isForward ? 4 : 9, isForward ? "2 3 4" : "11 10 9"),
                (6, isForward ? 9 : 4, isForward ? "7 8 9" : "5 4"),
                (6, isForward ? 7 : 5, isForward ? "7" : "5"),
                (6, 6, ""),
                (6, isForward ? 5 : 7, ""),
                (isForward ? 8 : 5, isForward ? long.MaxValue : long.MinValue, isForward ? "9 10 11" : "4 3 2"),
                (isForward ? long.MinValue : long.MaxValue, isForward ? 3 : 10, isForward ? "2 3" : "11 10"),
                (isForward ? long.MaxValue : long.MinValue, null, ""),
                (null, isForward ? long.MinValue : long.MaxValue, ""),
            ])
        {
            foreach (var limit in (int[])[expected.Split(' ').Length, 100])
            {
                var page = await Store.ListTransactionsAsync(new HistoryRange(wallet.Id, order, after, limit) { Through = through }, Token);
                Assert.Equal((expected, false), (string.Join(' ', page.Select(transaction => transaction.Version)), page.HasMore));
            }
        }

        // Even where the versions beyond have what is looked for.
        var range = new HistoryRange(wallet.Id, order, null, 2) { Through = isForward ? 5 : 8 };
        foreach (var filtered in (HistoryRange[])[range with { Reference = "even" }, range with { Types = [TransactionType.Deposit], Limit = 4 }])
        {
            var page = await Store.ListTransactionsAsync(filtered, Token);
            Assert.Equal((filtered.Limit, false), (page.Count, page.HasMore));
            Assert.True((await Store.ListTransactionsAsync(filtered with { Limit = filtered.Limit - 1 }, Token)).HasMore);
        }
    }

    [Check]
    public async Task A_reference_is_found_as_it_was_given_and_no_other_way()
    {
        string[] references = ["order-7", "Order-7", "order-70", "ü", "u\u0308", "\uFFFD", "😀", " order-7", "%", "'"];
        var wallet = await OpenAsync();
        foreach (var reference in references)
        {
            await DoAsync(new Deposit(wallet.Id, 1m) { Reference = reference });
            await DoAsync(new Deposit(wallet.Id, 1m));
        }

        foreach (var reference in references)
        {
            Assert.Equal([reference], (await Store.ListTransactionsAsync(new(wallet.Id, HistoryOrder.OldestFirst, null, 100) { Reference = reference }, Token)).Select(transaction => transaction.Reference));
        }

        // Half a surrogate pair is no transaction's reference, and does not stand for any other text either.
        foreach (var reference in (string[])["", "order", "ORDER-7", "\uD800", "\uD83D", "order-7\0"])
        {
            Assert.Empty(await Store.ListTransactionsAsync(new(wallet.Id, HistoryOrder.OldestFirst, null, 100) { Reference = reference }, Token));
        }
    }

    [Check]
    [Case(HistoryOrder.OldestFirst)]
    [Case(HistoryOrder.NewestFirst)]
    public async Task A_filtered_history_read_page_by_page_beside_writers_has_no_gap_and_no_repeat(HistoryOrder order)
    {
        var walletId = await OpenWithAsync(1_000m);
        var range = new HistoryRange(walletId, order, null, 7) { Types = [TransactionType.Withdrawal, TransactionType.Capture], Reference = "a" };
        async Task WriteAsync(int i)
        {
            var hold = (await CommitAsync(new PlaceHold(walletId, 1m))).Results[0].Hold!;
            await CommitAsync(new Withdraw(walletId, 1m) { Reference = i % 2 == 0 ? "a" : "b" }, new Deposit(walletId, 1m) { Reference = "a" }, new CaptureHold(hold.Id) { Reference = "a" });
        }

        for (var i = 0; i < 20; i++)
        {
            await WriteAsync(i);
        }

        var writing = AtOnceAsync(200, async i =>
        {
            await WriteAsync(i);
            return true;
        });
        while (!writing.IsCompleted)
        {
            var found = await ReadByPageAsync(range);
            var whole = await HistoryAsync(walletId);
            AssertBooked(whole);

            // Transactions that were written during the read may be missing at the newer end, and nowhere else.
            var (first, last) = (found.Min(transaction => transaction.Version), found.Max(transaction => transaction.Version));
            Assert.Equal(whole.Where(transaction => range.Wants(transaction) && transaction.Version <= last), found.OrderBy(transaction => transaction.Sequence));
            Assert.Equal(order == HistoryOrder.OldestFirst ? first : last, found[0].Version);
            await Task.Yield();
        }

        await writing;
        Assert.Equal(110 + 220, (await ReadByPageAsync(range)).Count);
        await AuditHoldsAsync(walletId);
    }

    private async Task<List<WalletTransaction>> ReadByPageAsync(HistoryRange range)
    {
        List<WalletTransaction> found = [];
        while (await Store.ListTransactionsAsync(range, Token) is { Count: > 0 } page)
        {
            Assert.True(page.Count <= range.Limit);
            found.AddRange(page);
            range = range with { After = page[^1].Version };
        }

        return found;
    }

    private async Task<WalletId> OpenWithVariedHistoryAsync(Random random, int count)
    {
        var walletId = await OpenWithAsync(1_000m);
        var other = await OpenWithAsync(1_000m, "other");
        for (var i = 0; i < count; i++)
        {
            // The clock often does not advance, often advances less than stored times show, and now and then goes backwards.
            Time.AdjustTime(Time.GetUtcNow().AddTicks(random.Next(4) == 0 ? 0 : random.Next(-10, 40)));
            var reference = random.Next(3) == 0 ? null : $"{(char)('a' + random.Next(3))}";
            await DoAsync(random.Next(5) switch
            {
                0 => new Deposit(walletId, 1m) { Reference = reference },
                1 => new Withdraw(walletId, 1m) { Reference = reference },
                2 => new Transfer(walletId, other, 1m) { Reference = reference },
                3 => new Transfer(other, walletId, 1m) { Reference = reference },
                _ => new CaptureHold((await PlaceAsync(walletId, 1m)).Id) { Reference = reference },
            });
        }

        return walletId;
    }

    private static HistoryRange RandomRange(Random random, WalletId walletId, IReadOnlyList<WalletTransaction> history)
    {
        var types = Enum.GetValues<TransactionType>();
        return new(walletId, random.Next(2) == 0 ? HistoryOrder.OldestFirst : HistoryOrder.NewestFirst, null, random.Next(1, 30))
        {
            Types = random.Next(2) == 0 ? [] : [.. random.GetItems(types, random.Next(1, 4))],
            Reference = random.Next(3) switch { 0 => "a", 1 => "c", _ => null },
            Through = random.Next(2) == 0 ? null : random.Next((int)history[^1].Version + 2),
        };
    }
}
