using WalletKit.Rules;
using WalletKit.Stores;
using WalletKit.Testing.Histories;
using WalletKit.Testing.Model.Steps;

namespace WalletKit.Testing.Conformance;

internal abstract partial class StoreChecks
{
    protected async Task<Hold> PlaceAsync(WalletId walletId, decimal amount, TimeSpan? expiresIn = null) =>
        (await DoPlainAsync(new PlaceHold(walletId, amount) { ExpiresIn = expiresIn })).Hold!;

    /// <summary>Does a command that must not be refused, in a batch of its own without a key, which is the shortest way through a store.</summary>
    protected async Task<CommandResult> DoPlainAsync(WalletCommand command)
    {
        var result = await Store.CommitAsync(new CommandBatch(command), Token);
        Assert.Null(result.Refusal);
        return Assert.Single(result.Results);
    }

    protected async Task<Hold> FindHoldAsync(HoldId holdId)
    {
        var hold = await Store.FindHoldAsync(holdId, Token);
        Assert.NotNull(hold);
        return hold;
    }

    protected Task<List<Hold>> OpenHoldsAsync(WalletId walletId, long after = 0, int limit = int.MaxValue) =>
        ReadAllAsync(after, (from, left) => Store.ListOpenHoldsAsync(walletId, from, left, Token), hold => hold.Id.Number, limit);

    protected Task<List<WalletEvent>> EventsAsync(WalletId walletId, long after = 0, int limit = int.MaxValue) =>
        ReadAllAsync(after, (from, left) => Store.ListEventsAsync(walletId, from, left, Token), happened => happened.Version, limit);

    /// <summary>All holds that a wallet ever had.</summary>
    protected async Task<List<Hold>> HoldsAsync(WalletId walletId)
    {
        List<Hold> holds = [];
        for (var number = 1; number <= (await FindAsync(walletId)).Holds.LastNumber; number++)
        {
            holds.Add(await FindHoldAsync(new HoldId(walletId, number)));
        }

        return holds;
    }

    protected async Task<(HoldStatus Status, decimal Captured, decimal Remaining)> StandingAsync(HoldId holdId)
    {
        var hold = await FindHoldAsync(holdId);
        return (hold.Status, hold.Captured, hold.Remaining);
    }

    protected async Task AssertBalanceAsync(WalletId walletId, decimal balance, decimal held, decimal available)
    {
        var read = await FindAsync(walletId);
        Assert.Equal((balance, held, available), (read.Balance, read.Held, read.Available));
    }

    /// <summary>Checks the books of a wallet whose changes are not all transactions: against its history, its events and its holds.</summary>
    protected async Task<(Wallet Wallet, IReadOnlyList<WalletTransaction> History)> AuditHoldsAsync(WalletId walletId)
    {
        var (wallet, history) = (await FindAsync(walletId), await HistoryAsync(walletId));
        var holds = await HoldsAsync(walletId);
        Assert.Equal((wallet.BalanceMinorUnits, wallet.LastSequence), (history.Sum(transaction => transaction.AmountMinorUnits), history.Count));
        AssertBooked(history);
        AssertOneAfterTheOther([.. history.Select(transaction => (transaction.Version, transaction.CreatedAt)), .. (await EventsAsync(walletId)).Select(happened => (happened.Version, happened.CreatedAt))], wallet);
        Assert.All(holds, hold => Assert.Equal(hold.CapturedMinorUnits, -history.Where(transaction => transaction.Links.Hold == hold.Id.Number).Sum(transaction => transaction.AmountMinorUnits)));
        Assert.Equal(holds.Where(hold => hold.Status == HoldStatus.Open), await OpenHoldsAsync(walletId));
        Assert.Equal(holds.Sum(hold => hold.Remaining), wallet.Held);
        Assert.Equal(wallet.Status == WalletStatus.Closed ? 0 : wallet.Balance + wallet.CreditLimit - wallet.Held, wallet.Available);
        Assert.True(wallet.Available >= 0, "more was spent than there is");
        Assert.Equal(holds.Where(hold => hold.Status == HoldStatus.Open).Min(hold => hold.ExpiresAt), wallet.Holds.NextExpiry);
        Assert.True(wallet.Holds.OpenCount >= holds.Count(hold => hold.Status == HoldStatus.Open), "an open hold is not counted");
        return (wallet, history);
    }

    protected static void AssertBooked(IReadOnlyList<WalletTransaction> history)
    {
        long balance = 0;
        for (var i = 0; i < history.Count; i++)
        {
            balance += history[i].AmountMinorUnits;
            Assert.Equal((i + 1, balance), (history[i].Sequence, history[i].BalanceAfterMinorUnits));
        }
    }

    private static void AssertOneAfterTheOther(List<(long Version, DateTimeOffset Time)> changes, Wallet wallet)
    {
        changes.Sort();
        Assert.Equal(changes.Count, changes.Select(change => change.Version).Distinct().Count());
        Assert.Equal(changes.Select(change => change.Time).Order(), changes.Select(change => change.Time));
        Assert.All(changes, change => Assert.True(change.Version > 1 && change.Version <= wallet.Version && change.Time <= wallet.UpdatedAt));
    }
}
