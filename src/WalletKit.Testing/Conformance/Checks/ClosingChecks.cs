using WalletKit.Rules;
using WalletKit.Stores;
using WalletKit.Testing.Histories;
using WalletKit.Testing.Model.Steps;

namespace WalletKit.Testing.Conformance.Checks;

internal sealed class ClosingChecks : StoreChecks
{
    private static readonly WalletId s_other = WalletId.Parse("01980000-0000-7000-8000-000000000001");

    /// <summary>The methods of a store, by name.</summary>
    private static readonly Dictionary<string, Func<IWalletStore, TransactionId, CancellationToken, Task>> s_calls = new()
    {
        ["open"] = (store, _, token) => store.OpenAsync(token).AsTask(),
        ["commit"] = (store, id, token) => store.CommitAsync(new CommandBatch(new Deposit(id.WalletId, 1m)), token).AsTask(),
        ["commit an opening"] = (store, _, token) => store.CommitAsync(new CommandBatch(new OpenWallet(s_other, "other", Currency.FromIso("USD"))), token).AsTask(),
        ["read the latest"] = (store, id, token) => store.ReadLatestAsync([id.WalletId], token).AsTask(),
        ["find a transaction"] = (store, id, token) => store.FindTransactionAsync(id, token).AsTask(),
        ["find a transaction as of a time"] = (store, id, token) => store.FindTransactionAsOfAsync(id.WalletId, DateTimeOffset.UnixEpoch, token).AsTask(),
        ["find a hold"] = (store, id, token) => store.FindHoldAsync(new HoldId(id.WalletId, 1), token).AsTask(),
        ["list open holds"] = (store, id, token) => store.ListOpenHoldsAsync(id.WalletId, 0, 10, token).AsTask(),
        ["list expiring wallets"] = (store, _, token) => store.ListExpiringWalletsAsync(10, token).AsTask(),
        ["read events"] = (store, id, token) => store.ListEventsAsync(id.WalletId, 0, 10, token).AsTask(),
        ["commit several"] = (store, id, token) => store.CommitAsync(new CommandBatch([new Deposit(id.WalletId, 1m), new PayRebate(id, 1m)]), token).AsTask(),
        ["find a wallet"] = (store, id, token) => store.FindWalletAsync(id.WalletId, token).AsTask(),
        ["find a wallet by name"] = (store, _, token) => store.FindWalletByNameAsync("owner", "default", token).AsTask(),
        ["list wallets"] = (store, _, token) => store.ListWalletsAsync("owner", null, 10, token).AsTask(),
        ["read history"] = (store, id, token) => store.ListTransactionsAsync(new HistoryRange(id.WalletId, HistoryOrder.NewestFirst, null, 10), token).AsTask(),
    };

    private static readonly Dictionary<string, Func<IRebateStore, TransactionId, CancellationToken, Task>> s_rebateCalls = new()
    {
        ["claim rebates"] = (rebates, id, token) => rebates.ClaimAsync(id.WalletId.Value, [Terms.Policy], DateTimeOffset.MaxValue, 10, token).AsTask(),
        ["release rebates"] = (rebates, id, token) => rebates.ReleaseAsync(id.WalletId.Value, token).AsTask(),
        ["find a rebate"] = (rebates, id, token) => rebates.FindAsync(id, token).AsTask(),
        ["list rebates"] = (rebates, _, token) => rebates.ListAsync(RebateStatus.Pending, null, 10, token).AsTask(),
        ["list the policies of pending rebates"] = (rebates, _, token) => rebates.ListPendingPoliciesAsync(token).AsTask(),
        ["count rebates"] = (rebates, _, token) => rebates.CountAsync(RebateStatus.Pending, token).AsTask(),
    };

    public static IEnumerable<string> Calls => s_calls.Keys;

    public static IEnumerable<string> RebateCalls => s_rebateCalls.Keys;

    [Check]
    [Cases(nameof(Calls))]
    public async Task A_call_that_was_canceled_before_it_began_changes_nothing(string call)
    {
        var deposit = await RecordAsync();
        await CancelAsync(token => s_calls[call](Store, deposit, token));
    }

    [Check]
    [NeedsFeature(StoreFeatures.Rebates)]
    [Cases(nameof(RebateCalls))]
    public async Task A_call_about_rebates_that_was_canceled_before_it_began_changes_nothing(string call)
    {
        var deposit = await RecordAsync();
        await CancelAsync(token => s_rebateCalls[call](Store.Rebates, deposit, token));
        Assert.Single((await ClaimAsync()).Claimed);
    }

    [Check]
    public async Task A_call_that_was_canceled_did_not_happen_and_a_call_that_returned_did()
    {
        var wallet = await OpenAsync();
        var random = NewRandom();
        var spins = Enumerable.Range(0, 300).Select(_ => random.Next(2_000)).ToArray();

        var happened = await AtOnceAsync(spins.Length, async i =>
        {
            using var source = CancellationTokenSource.CreateLinkedTokenSource(Token);
            var committing = Store.CommitAsync(new CommandBatch(new Deposit(wallet.Id, 1m) { Reference = $"{i}" }), source.Token);
            Thread.SpinWait(spins[i]);
            await source.CancelAsync();
            try
            {
                return (await committing).Refusal is null ? i : -1;
            }
            catch (OperationCanceledException) when (!Token.IsCancellationRequested)
            {
                return -1;
            }
        });

        var (_, history) = await AuditAsync(wallet.Id);
        Assert.Equal(happened.Where(i => i >= 0).Order(), history.Select(transaction => int.Parse(transaction.Reference!, null)).Order());
    }

    [Check]
    [Cases(nameof(Calls))]
    public async Task A_call_on_a_closed_store_fails_by_name(string call)
    {
        var deposit = await RecordAsync();
        await Store.DisposeAsync();

        await FailsAsClosedAsync(() => s_calls[call](Store, deposit, Token));
    }

    [Check]
    [Cases(nameof(Calls))]
    public async Task A_call_on_a_store_that_was_closed_before_it_was_opened_fails_by_name(string call)
    {
        await Store.DisposeAsync();

        await FailsAsClosedAsync(() => s_calls[call](Store, new TransactionId(NewId(), 1), Token));
    }

    [Check]
    [Cases(nameof(Calls))]
    public async Task Any_first_call_opens_the_store(string call)
    {
        await s_calls[call](Store, new TransactionId(NewId(), 1), Token);

        await OpenWithAsync(1m);
    }

    [Check]
    [NeedsFeature(StoreFeatures.Rebates)]
    [Cases(nameof(RebateCalls))]
    public async Task A_call_about_rebates_on_a_closed_store_fails_by_name(string call)
    {
        var deposit = await RecordAsync();
        await Store.DisposeAsync();

        await FailsAsClosedAsync(() => s_rebateCalls[call](Store.Rebates, deposit, Token));
    }

    [Check]
    [NeedsFeature(StoreFeatures.Rebates)]
    [Cases(nameof(RebateCalls))]
    public async Task A_call_about_rebates_on_a_store_that_was_closed_before_it_was_opened_fails_by_name(string call)
    {
        await Store.DisposeAsync();

        await FailsAsClosedAsync(() => s_rebateCalls[call](Store.Rebates, new TransactionId(NewId(), 1), Token));
    }

    [Check]
    [NeedsFeature(StoreFeatures.Rebates)]
    [Cases(nameof(RebateCalls))]
    public async Task Any_first_call_about_rebates_opens_the_store(string call)
    {
        await s_rebateCalls[call](Store.Rebates, new TransactionId(NewId(), 1), Token);

        await OpenWithAsync(1m);
    }

    [Check]
    public async Task Closing_a_store_twice_does_no_harm()
    {
        await OpenWithAsync(1m);

        await Store.DisposeAsync();
        await Store.DisposeAsync();
    }

    [Check]
    public async Task A_call_under_way_while_the_store_closes_is_either_done_or_refused_as_closed()
    {
        var wallet = await OpenAsync();
        var store = Store;

        var done = await AtOnceAsync(101, async i =>
        {
            try
            {
                if (i == 50)
                {
                    await store.DisposeAsync();
                    return true;
                }

                return (await CommitAsync(new Deposit(wallet.Id, 1m))).Refusal is null;
            }
            catch (WalletStoreException exception) when (exception.Failure == StoreFailure.Closed)
            {
                return false;
            }
        });

        if (await RestartIfDurableAsync())
        {
            Assert.Equal(done.Count(ok => ok) - 1, (await AuditAsync(wallet.Id)).History.Count);
        }
    }

    // A deposit, with a rebate where the store keeps rebates.
    private async Task<TransactionId> RecordAsync() => HasRebates ? await EarnAsync() : new TransactionId(await OpenWithAsync(100m), 1);

    private async Task CancelAsync(Func<CancellationToken, Task> call)
    {
        var before = await SnapshotAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call(new CancellationToken(true)));

        Assert.Equal(before, await SnapshotAsync());
        Assert.Empty(await WalletsAsync("other"));
    }

    private static async Task FailsAsClosedAsync(Func<Task> call)
    {
        var failure = await Assert.ThrowsAsync<WalletStoreException>(call);

        Assert.Equal((StoreFailure.Closed, "store_closed", false), (failure.Failure, failure.Code, failure.IsTransient));
    }
}
