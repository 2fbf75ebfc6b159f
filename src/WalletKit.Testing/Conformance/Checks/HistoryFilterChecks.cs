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
                && (range.From is not { } from || transaction.CreatedAt >= from)
                && (range.To is not { } to || transaction.CreatedAt < to));

            var found = await ReadByPageAsync(range);

            Assert.True(expected.SequenceEqual(found), $"Seed {Seed}, round {round}: {range}");
        }
    }

    [Check]
    [Case(HistoryOrder.OldestFirst)]
    [Case(HistoryOrder.NewestFirst)]
    public async Task A_stretch_ends_where_the_cursor_and_the_times_both_let_it(HistoryOrder order)
    {
        var wallet = await OpenAsync();
        var start = Time.GetUtcNow();
        for (var i = 0; i < 10; i++)
        {
            await DoAsync(new Deposit(wallet.Id, 1m));
            Time.Advance(TimeSpan.FromSeconds(1));
        }

        // The range holds transactions 3 to 8, by their times; the end itself is outside the range.
        var range = new HistoryRange(wallet.Id, order, null, 100) { From = start.AddSeconds(2), To = start.AddSeconds(8) };
        var isForward = order == HistoryOrder.OldestFirst;
        foreach (var (after, expected) in ((long?, string)[])
            [
                (null, isForward ? "3 4 5 6 7 8" : "8 7 6 5 4 3"),
                (1, isForward ? "3 4 5 6 7 8" : ""),
                (5, isForward ? "6 7 8" : "4 3"),
                (8, isForward ? "" : "7 6 5 4 3"),
                (10, isForward ? "" : "8 7 6 5 4 3"),
                (long.MaxValue, isForward ? "" : "8 7 6 5 4 3"),
                (long.MinValue, isForward ? "3 4 5 6 7 8" : ""),
            ])
        {
            Assert.Equal(expected, string.Join(' ', (await Store.ListTransactionsAsync(range with { After = after }, Token)).Select(transaction => transaction.Sequence)));
        }

        Assert.Equal(4, (await Store.ListTransactionsAsync(range with { From = start.AddSeconds(2).AddTicks(1), To = start.AddSeconds(7).AddTicks(-1) }, Token)).Count);
        Assert.Single(await Store.ListTransactionsAsync(range with { From = start.AddSeconds(2), To = start.AddSeconds(2).AddTicks(1) }, Token));
        Assert.Empty(await Store.ListTransactionsAsync(range with { From = start.AddSeconds(2), To = start.AddSeconds(2) }, Token));
        Assert.Empty(await Store.ListTransactionsAsync(range with { From = start.AddSeconds(8), To = start.AddSeconds(2) }, Token));
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
        var from = Time.GetUtcNow();
        var range = new HistoryRange(walletId, order, null, 7) { Types = [TransactionType.Withdrawal, TransactionType.Capture], Reference = "a", From = from, To = from.AddDays(1) };
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
        DateTimeOffset? At() => random.Next(2) == 0 ? null : history[random.Next(history.Count)].CreatedAt.AddTicks(random.Next(-1, 2));
        return new(walletId, random.Next(2) == 0 ? HistoryOrder.OldestFirst : HistoryOrder.NewestFirst, null, random.Next(1, 30))
        {
            Types = random.Next(2) == 0 ? [] : [.. random.GetItems(types, random.Next(1, 4))],
            Reference = random.Next(3) switch { 0 => "a", 1 => "c", _ => null },
            From = At(),
            To = At(),
        };
    }
}
