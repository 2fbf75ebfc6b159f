using System.Text;
using WalletKit.Rules;
using WalletKit.Stores;
using WalletKit.Testing.Model.Bookkeeping;

namespace WalletKit.Testing.Conformance.Checks;

/// <summary>The records that an audit reads from a sound store.</summary>
[NeedsFeature(StoreFeatures.Rebates | StoreFeatures.Books)]
internal sealed class BookChecks : StoreChecks
{
    [Check]
    public async Task Ids_are_listed_in_the_order_of_their_bytes()
    {
        string[] ids = ["00000000-0000-0000-0000-000000000001", "00000001-0000-0000-0000-000000000000", "01000000-0000-0000-0000-000000000000", "80000000-8000-8000-8000-800000000000"];
        foreach (var id in ids.Reverse())
        {
            await DoAsync(new OpenWallet(WalletId.Parse(id), id, Usd));
        }

        var all = await Store.Books.ListWalletIdsAsync(null, 10, Token);

        Assert.Equal(ids, all.Select(id => id.ToString()));
        Assert.Equal(all.Skip(1).Take(2), await Store.Books.ListWalletIdsAsync(all[0], 2, Token));
        Assert.Empty(await Store.Books.ListWalletIdsAsync(all[^1], 10, Token));
    }

    [Check]
    public async Task A_wallet_is_there_with_holds_in_any_state_by_number()
    {
        var walletId = await OpenWithAsync(100m);
        var wallets = new List<Wallet>();
        var holds = new List<BookRow<Hold>>();
        await PlaceAsync(walletId, 1m, TimeSpan.FromMinutes(1));
        await DoAsync(new VoidHold((await PlaceAsync(walletId, 2m)).Id));
        await DoAsync(new CaptureHold((await PlaceAsync(walletId, 3m)).Id, 3m));
        await PlaceAsync(walletId, 4m);
        await DoAsync(new FreezeWallet(walletId));

        var state = await Store.Books.ReadStateAsync(
            walletId,
            (wallet, hold) =>
            {
                wallets.Add(wallet);
                holds.Add(hold);
            },
            Token);

        var wallet = await FindAsync(walletId);
        Assert.Equal(new BookState(wallet) { NewestVersion = wallet.Version }, state);
        Assert.All(wallets, seen => Assert.Equal(wallet, seen));
        Assert.Equal((await HoldsAsync(walletId)).Select(hold => new BookRow<Hold>(hold.Id.Number, hold)), holds);
        Assert.Null(await Store.Books.ReadStateAsync(NewId(), (_, _) => { }, Token));
    }

    [Check]
    public async Task An_entry_is_there_with_all_records_that_judge_it()
    {
        var (deposit, pending) = (await EarnAsync(), await EarnAsync(owner: "pending"));
        await DoAsync(new PayRebate(deposit, 1m));
        await DoAsync(new Transfer(deposit.WalletId, pending.WalletId, 10m));
        await DoAsync(new Reverse(new TransactionId(deposit.WalletId, 4)));
        await DoAsync(new Reverse(deposit));
        await DoAsync(new Reverse(pending));

        foreach (var walletId in new[] { deposit.WalletId, pending.WalletId })
        {
            var expected = new List<BookEntry>();
            var history = await HistoryAsync(walletId);
            var journal = await JournalAsync(walletId);
            Assert.Equal((await FindAsync(walletId)).Version, journal.Count);
            foreach (var entry in journal)
            {
                expected.Add(entry.Transaction is { } transaction ? await JudgedAsync(entry, transaction, history) : new BookEntry(entry.Version, entry));
            }

            Assert.Equal(expected, await Store.Books.StreamEntriesAsync(walletId, Token).ToListAsync(Token));
        }
    }

    [Check]
    public async Task The_journal_has_an_entry_for_each_version()
    {
        var walletId = await OpenWithAsync(100m);
        await PlaceAsync(walletId, 1m, TimeSpan.FromMinutes(1));
        await DoAsync(new VoidHold((await PlaceAsync(walletId, 2m)).Id));
        await DoAsync(new CaptureHold((await PlaceAsync(walletId, 3m)).Id, 3m));
        await DoAsync(new FreezeWallet(walletId) { Reason = "a reason" });
        await DoAsync(new UnfreezeWallet(walletId));
        await DoAsync(new SetCreditLimit(walletId, 5m));
        Time.Advance(TimeSpan.FromMinutes(1));
        await DoAsync(new ExpireHolds(walletId));
        await DoAsync(new Withdraw(walletId, 97m));
        await DoAsync(new CloseWallet(walletId));

        var journal = await JournalAsync(walletId);

        Assert.Equal(
            [
                EntryType.Opened, EntryType.Deposit, EntryType.HoldPlaced, EntryType.HoldPlaced, EntryType.HoldVoided, EntryType.HoldPlaced, EntryType.Capture,
                EntryType.Frozen, EntryType.Unfrozen, EntryType.CreditLimitSet, EntryType.HoldsExpired, EntryType.Withdrawal, EntryType.Closed,
            ],
            journal.Select(entry => entry.Type));
        Assert.Equal(Enumerable.Range(1, 13).Select(version => (long)version), journal.Select(entry => entry.Version));
        Assert.Equal(await FindAsync(walletId), journal[^1].Wallet);
        Assert.Equal(await HistoryAsync(walletId), journal.Select(entry => entry.Transaction).OfType<WalletTransaction>());
        Assert.Equal(await EventsAsync(walletId), journal.Select(entry => entry.Event).OfType<WalletEvent>());
        Assert.Equal([1L, 2, 2, 3], journal.Select(entry => entry.Hold?.Number).OfType<long>());
        Assert.Equal([1L], journal[10].ExpiredHolds);
    }

    [Check]
    public async Task Keys_are_there_with_what_they_refer_to()
    {
        var walletId = await OpenWithAsync(100m);
        await DoAsync(new Deposit(walletId, 1m) { IdempotencyKey = "deposit" });
        await DoAsync(new PlaceHold(walletId, 1m) { IdempotencyKey = "hold" });
        await DoAsync(new CaptureHold(new HoldId(walletId, 1)) { IdempotencyKey = "capture" });
        var frozen = await DoAsync(new FreezeWallet(walletId) { IdempotencyKey = "freeze" });
        await Store.CommitAsync(new CommandBatch([new UnfreezeWallet(walletId), new Deposit(walletId, 2m)]) { IdempotencyKey = "batch" }, Token);

        var events = await EventsAsync(walletId);
        var secrets = (await Store.Books.FindSecretsAsync(walletId, Token))!;
        Assert.Equal(
            new Dictionary<string, BookReference[]>
            {
                [Kept("deposit")] = [new BookReference(BookReferenceKind.Transaction, walletId, 3, 0, Exists: true)],
                [Kept("hold")] = [new BookReference(BookReferenceKind.Hold, walletId, 1, 0, Exists: true)],
                [Kept("capture")] =
                [
                    new BookReference(BookReferenceKind.Transaction, walletId, 5, 0, Exists: true),
                    new BookReference(BookReferenceKind.Hold, walletId, 1, 0, Exists: true),
                ],
                [Kept("freeze")] = [new BookReference(BookReferenceKind.Event, walletId, frozen.Event!.Version, 0, Exists: true)],
                [Kept("batch")] =
                [
                    new BookReference(BookReferenceKind.Event, walletId, events[1].Version, 0, Exists: true),
                    new BookReference(BookReferenceKind.Transaction, walletId, 8, 1, Exists: true),
                ],
            },
            await Store.Books.StreamKeysAsync(walletId, Token).ToDictionaryAsync(key => key.Key, key => key.References.ToArray(), cancellationToken: Token));

        string Kept(string key) => secrets.Keys.Hash(Sha256Hash.Of(Encoding.UTF8.GetBytes(key))).ToString();
    }

    [Check]
    public async Task Books_that_read_ahead_have_the_same_rows()
    {
        var (small, large) = (await EarnAsync(), await OpenWithAsync(100m, "large"));
        var (payer, texts) = (await EarnAsync(owner: "payer"), await OpenWithAsync(100m, "texts"));
        await DoAsync(new PayRebate(small, 1m));
        await DoAsync(new Transfer(payer.WalletId, small.WalletId, 10m) { IdempotencyKey = "transfer" });
        await DoAsync(new Reverse(new TransactionId(payer.WalletId, 3)));
        await DoAsync(new Reverse(payer));
        await DoAsync(new VoidHold((await PlaceAsync(small.WalletId, 2m)).Id) { IdempotencyKey = "void" });
        await PlaceAsync(small.WalletId, 1m, TimeSpan.FromMinutes(1));
        await Store.CommitAsync(new CommandBatch([.. Enumerable.Range(1, 100).Select(_ => new Deposit(large, 1m))]) { IdempotencyKey = "batch" }, Token);
        for (var i = 0; i < 2; i++)
        {
            await DoAsync(new Deposit(texts, 1m) { Metadata = TransactionMetadata.From(Enumerable.Range(1, 16).ToDictionary(number => $"key {number}", _ => new string('x', 500))) });
        }

        WalletId[] all = [small.WalletId, large, payer.WalletId, texts, NewId()];
        var ahead = await Store.Books.ReadAheadAsync(all, Token);

        foreach (var walletId in all)
        {
            Assert.Equal(await RowsAsync(Store.Books, walletId), await RowsAsync(ahead, walletId));
        }

        async Task<List<object?>> RowsAsync(IBookStore books, WalletId walletId)
        {
            var rows = new List<object?>();
            rows.Insert(0, await books.ReadStateAsync(walletId, (wallet, hold) => rows.AddRange(wallet, hold), Token));
            rows.Add(await books.FindSecretsAsync(walletId, Token));
            rows.AddRange(await books.StreamEntriesAsync(walletId, Token).ToListAsync(Token));
            rows.AddRange(await books.StreamJournalAsync(walletId, Token).Select(row => (object)row).ToListAsync(Token));
            foreach (var key in await books.StreamKeysAsync(walletId, Token).ToListAsync(Token))
            {
                rows.Add(key.Key);
                rows.AddRange(key.References.Select(reference => (object)reference));
            }

            return rows;
        }
    }

    [Check]
    public async Task Nothing_is_wrong_with_a_store_that_is_sound()
    {
        await EarnAsync();

        Assert.Empty(await Store.Books.CheckAsync(10, Token));
    }

    private async Task<BookEntry> JudgedAsync(JournalEntry entry, WalletTransaction transaction, IReadOnlyList<WalletTransaction> history)
    {
        var (links, rebate) = (transaction.Links, await Store.Rebates.FindAsync(transaction.Id, Token));
        var target = history.SingleOrDefault(other => other.Version == (links.ReversalOf ?? links.RebateOf));
        return new BookEntry(entry.Version, entry)
        {
            Counterpart = links.Counterpart is { } leg ? await Store.FindTransactionAsync(leg, Token) : null,
            Target = target,
            TargetReversedBy = links.ReversalOf is null ? null : ReversalOf(target!.Version),
            TargetRebate = links.RebateOf is null ? null : await Store.Rebates.FindAsync(target!.Id, Token),
            Rebate = rebate,
            Payment = history.SingleOrDefault(other => other.Version == rebate?.PaidVersion),
            PaymentReversedBy = rebate is { Status: RebateStatus.Paid, PaidVersion: { } paid } ? ReversalOf(paid) : null,
            ReversedBy = rebate is null ? null : ReversalOf(transaction.Version),
        };

        long? ReversalOf(long version) => history.SingleOrDefault(other => other.Links.ReversalOf == version)?.Version;
    }
}
