using WalletKit.Rules;
using WalletKit.Stores;

namespace WalletKit.Testing.Conformance.Checks;

/// <summary>The erasure of owner, name and texts. Everything else stays.</summary>
[NeedsFeature(StoreFeatures.Erasure)]
internal sealed class ErasureChecks : StoreChecks
{
    private const string Secret = "erika mustermann";

    [Check]
    public async Task An_erased_wallet_has_no_text_and_keeps_everything_else()
    {
        var wallet = await TellAsync();
        var before = await JournalOrNoneAsync(wallet.Id);
        var history = await HistoryAsync(wallet.Id);

        var erased = await EraseAsync(new EraseWallet(wallet.Id) { Reason = "asked for", Actor = "clerk" });

        var now = await FindAsync(wallet.Id);
        Assert.Equal(("", "", wallet.Version + 1, true, WalletStatus.Closed), (now.OwnerId, now.Name, now.Version, now.IsErased, now.Status));
        Assert.Equal(wallet.Version, now.ErasedThrough);
        Assert.Equal(
            history.Select(transaction => transaction with { Actor = null, Reference = null, Metadata = TransactionMetadata.Empty, IsErased = true }), await HistoryAsync(wallet.Id));
        Assert.All(await HoldsAsync(wallet.Id), hold => Assert.Equal((null, 0, true), (hold.Reference, hold.Metadata.Count, hold.IsErased)));
        var events = await EventsAsync(wallet.Id);
        Assert.All(events.SkipLast(1), happened => Assert.Equal((null, null, true), (happened.Reason, happened.Actor, happened.IsErased)));
        Assert.Equal(("asked for", "clerk", false, WalletEventType.Erased), (events[^1].Reason, events[^1].Actor, events[^1].IsErased, events[^1].Type));
        Assert.Equal(erased.Event, events[^1]);
        if (HasBooks)
        {
            await AuditJournalAsync(now, await HistoryAsync(wallet.Id));
            var journal = await JournalAsync(wallet.Id);
            Assert.Equal(before.Select(entry => (entry.Hash, entry.TextCommitment)), journal.SkipLast(1).Select(entry => (entry.Hash, entry.TextCommitment)));
            Assert.All(journal.SkipLast(1), entry => Assert.True(entry is { IsErased: true, Actor: null }));
        }
    }

    [Check]
    public async Task The_owner_and_the_name_are_free_again()
    {
        var wallet = await TellAsync();

        await EraseAsync(new EraseWallet(wallet.Id));

        Assert.Null(await Store.FindWalletByNameAsync(Secret, Wallet.DefaultName, Token));
        Assert.Empty(await WalletsAsync(Secret));
        var opened = await OpenAsync(Secret);
        Assert.NotEqual(wallet.Id, opened.Id);
        Assert.Equal(opened.Id, (await Store.FindWalletByNameAsync(Secret, Wallet.DefaultName, Token))!.Id);
    }

    [Check]
    public async Task A_wallet_that_is_not_closed_is_erased_only_where_that_is_said_and_goes_on()
    {
        var wallet = await OpenAsync(Secret);
        await DoAsync(new Deposit(wallet.Id, 5m) { Reference = Secret });

        await RefusedAsync<WalletNotClosedException>(new EraseWallet(wallet.Id));
        await EraseAsync(new EraseWallet(wallet.Id) { IncludeOpen = true });
        await DoAsync(new Withdraw(wallet.Id, 2m) { Reference = "after" });

        var history = await HistoryAsync(wallet.Id);
        Assert.Equal([null, "after"], history.Select(transaction => transaction.Reference));
        Assert.Equal([true, false], history.Select(transaction => transaction.IsErased));
        Assert.Equal((3m, WalletStatus.Active), ((await FindAsync(wallet.Id)).Balance, (await FindAsync(wallet.Id)).Status));
    }

    [Check]
    public async Task A_later_erasure_covers_the_texts_since_and_is_refused_where_nothing_happened()
    {
        var wallet = await OpenAsync(Secret);
        await EraseAsync(new EraseWallet(wallet.Id) { IncludeOpen = true });
        await RefusedAsync<WalletAlreadyErasedException>(new EraseWallet(wallet.Id) { IncludeOpen = true });
        await DoAsync(new Deposit(wallet.Id, 5m) { Reference = Secret });

        await EraseAsync(new EraseWallet(wallet.Id) { IncludeOpen = true });

        Assert.Null((await HistoryAsync(wallet.Id))[0].Reference);
        Assert.Equal(3, (await FindAsync(wallet.Id)).ErasedThrough);
    }

    [Check]
    public async Task A_hold_that_was_placed_between_two_erasures_loses_its_texts_by_the_second()
    {
        var wallet = await OpenWithAsync(5m, Secret);
        await DoAsync(new Deposit(wallet, 5m));
        await EraseAsync(new EraseWallet(wallet) { IncludeOpen = true });
        await DoAsync(new PlaceHold(wallet, 1m) { Reference = Secret });

        await EraseAsync(new EraseWallet(wallet) { IncludeOpen = true });

        var hold = Assert.Single(await HoldsAsync(wallet));
        Assert.Equal((null, true), (hold.Reference, hold.IsErased));
    }

    [Check]
    public async Task A_retry_after_the_erasure_is_still_a_replay()
    {
        var wallet = await OpenAsync(Secret);
        var deposit = new Deposit(wallet.Id, 5m) { Reference = Secret, IdempotencyKey = Secret };
        var hold = new PlaceHold(wallet.Id, 1m) { Reference = Secret, IdempotencyKey = "hold" };
        await DoAsync(deposit);
        await DoAsync(hold);
        var erase = new EraseWallet(wallet.Id) { IncludeOpen = true, IdempotencyKey = "erase" };
        await EraseAsync(erase);

        var again = await DoAsync(deposit);

        Assert.Equal((true, 5m, null, true), (again.Replayed, again.Transaction!.Amount, again.Transaction.Reference, again.Transaction.IsErased));
        Assert.Equal((true, null, true), ((await DoAsync(hold)).Replayed, (await DoAsync(hold)).Hold!.Reference, (await DoAsync(hold)).Hold!.IsErased));
        Assert.True((await DoAsync(erase)).Replayed);
        await RefusedAsync<IdempotencyConflictException>(deposit with { Reference = "another" });
    }

    [Check]
    public async Task Commands_after_the_erasure_in_its_batch_see_and_write_no_text()
    {
        var wallet = await OpenAsync(Secret);
        var deposit = new Deposit(wallet.Id, 5m) { Reference = Secret, IdempotencyKey = "deposit" };
        await DoAsync(deposit);
        var (first, second) = ((await DoAsync(new PlaceHold(wallet.Id, 1m) { Reference = Secret })).Hold!, (await DoAsync(new PlaceHold(wallet.Id, 1m) { Reference = Secret })).Hold!);

        var batch = await Store.CommitAsync(
            new CommandBatch([new EraseWallet(wallet.Id) { IncludeOpen = true }, new VoidHold(first.Id), new CaptureHold(second.Id), deposit, new PlaceHold(wallet.Id, 1m) { Reference = "after" }]), Token);

        Assert.Null(batch.Refusal);
        Assert.All([batch.Results[1].Hold!, batch.Results[2].Hold!], hold => Assert.Equal((null, true), (hold.Reference, hold.IsErased)));
        Assert.Equal((true, null, true), (batch.Results[3].Replayed, batch.Results[3].Transaction!.Reference, batch.Results[3].Transaction!.IsErased));
        Assert.Equal([(null, true), (null, true), ("after", false)], (await HoldsAsync(wallet.Id)).Select(hold => (hold.Reference, hold.IsErased)));
        Assert.Equal((null, true), ((await HistoryAsync(wallet.Id))[0].Reference, (await HistoryAsync(wallet.Id))[0].IsErased));
    }

    [Check]
    public async Task A_retry_of_a_batch_and_of_a_transfer_from_another_wallet_is_still_a_replay()
    {
        var (source, wallet) = (await OpenWithAsync(10m, "source"), await OpenAsync(Secret));
        var transfer = new Transfer(source, wallet.Id, 2m) { Reference = "rent", IdempotencyKey = "transfer" };
        var batch = new CommandBatch([new Deposit(wallet.Id, 1m) { Reference = Secret }, new Withdraw(source, 1m)]) { IdempotencyKey = "batch" };
        await DoAsync(transfer);
        Assert.Null((await Store.CommitAsync(batch, Token)).Refusal);
        await EraseAsync(new EraseWallet(wallet.Id) { IncludeOpen = true });

        var again = await DoAsync(transfer);
        var whole = await Store.CommitAsync(batch, Token);

        Assert.Equal((true, "rent", null), (again.Replayed, again.Transactions[0].Reference, again.Transactions[1].Reference));
        Assert.Equal((true, null), (whole.Results[0].Replayed, whole.Results[0].Transaction!.Reference));
        Assert.Equal("rent", (await HistoryAsync(source))[1].Reference);
    }

    [Check]
    public async Task Texts_are_deleted_in_pieces_and_what_is_left_is_listed_and_hidden()
    {
        var wallet = await TellAsync();
        await DoAsync(new EraseWallet(wallet.Id));

        var pieces = 1;
        for (; await Store.DeleteErasedTextsAsync(wallet.Id, 2, Token); pieces++)
        {
            Assert.True(pieces <= wallet.Version, "the deletion does not end");
            Assert.Contains(wallet.Id, await Store.ListErasuresAsync(10, Token));
            Assert.All(await HistoryAsync(wallet.Id), transaction => Assert.Null(transaction.Reference));
            await RestartIfDurableAsync();
        }

        Assert.Empty(await Store.ListErasuresAsync(10, Token));
        Assert.False(await Store.DeleteErasedTextsAsync(wallet.Id, 2, Token));
        Assert.True((await FindAsync(wallet.Id)).IsErased);
    }

    [Check]
    public async Task A_wallet_that_is_not_erased_loses_nothing_by_a_deletion()
    {
        var wallet = await TellAsync();
        var before = await SnapshotAsync();

        Assert.False(await Store.DeleteErasedTextsAsync(wallet.Id, 100, Token));
        Assert.False(await Store.DeleteErasedTextsAsync(NewId(), 100, Token));

        Assert.Equal(before, await SnapshotAsync());
    }

    [Check]
    public async Task An_erased_wallet_does_not_count_among_its_owners_and_no_reference_finds_it()
    {
        var wallet = await OpenAsync(Secret);
        await DoAsync(new Deposit(wallet.Id, 5m) { Reference = Secret });
        await RefusedAsync<TooManyWalletsException>(new OpenWallet(NewId(), Secret, Usd, "another") { MaxWallets = 1 });

        await EraseAsync(new EraseWallet(wallet.Id) { IncludeOpen = true });
        await DoAsync(new OpenWallet(NewId(), Secret, Usd, "another") { MaxWallets = 1 });

        Assert.Empty(await Store.ListTransactionsAsync(new HistoryRange(wallet.Id, HistoryOrder.OldestFirst, null, 10) { Reference = Secret }, Token));
    }

    [Check]
    public async Task Opening_erasing_and_opening_again_can_be_one_commit()
    {
        var (first, second) = (NewId(), NewId());

        var result = await CommitAsync(
            new OpenWallet(first, Secret, Usd),
            new Deposit(first, 1m) { Reference = Secret },
            new EraseWallet(first) { IncludeOpen = true },
            new OpenWallet(second, Secret, Usd),
            new Deposit(first, 1m) { Reference = "after" },
            new EraseWallet(second) { IncludeOpen = true });

        Assert.Null(result.Refusal);
        Assert.Equal((true, true), ((await FindAsync(first)).IsErased, (await FindAsync(second)).IsErased));
        Assert.Equal([null, "after"], (await HistoryAsync(first)).Select(transaction => transaction.Reference));
        Assert.Null(await Store.FindWalletByNameAsync(Secret, Wallet.DefaultName, Token));
    }

    private async Task<Wallet> TellAsync()
    {
        var wallet = await OpenAsync(Secret);
        await DoAsync(new Deposit(wallet.Id, 5m) { Reference = Secret, Metadata = TransactionMetadata.From([new("name", Secret)]), Actor = Secret });
        await DoAsync(new PlaceHold(wallet.Id, 2m) { Reference = Secret, Metadata = TransactionMetadata.From([new("name", Secret)]) });
        await DoAsync(new FreezeWallet(wallet.Id) { Reason = Secret, Actor = Secret });
        await DoAsync(new UnfreezeWallet(wallet.Id));
        await DoAsync(new CaptureHold(new HoldId(wallet.Id, 1)) { Reference = Secret });
        await DoAsync(new Withdraw(wallet.Id, 3m));
        return (await DoAsync(new CloseWallet(wallet.Id) { Reason = Secret })).Wallet!;
    }

    private async Task<CommandResult> EraseAsync(EraseWallet erase)
    {
        var result = await DoAsync(erase);
        while (await Store.DeleteErasedTextsAsync(erase.WalletId, 100, Token))
        {
        }

        await RestartIfDurableAsync();
        return result;
    }

}
