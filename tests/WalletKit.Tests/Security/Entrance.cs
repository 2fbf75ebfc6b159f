using WalletKit.Commands;
using WalletKit.Rules;
using WalletKit.Stores;

namespace WalletKit.Tests.Security;

/// <summary>A place where text enters, and the way to read the text back.</summary>
/// <param name="MaxLength">The largest length that is accepted, in characters.</param>
/// <param name="Enter">Makes the store keep a text, and returns the text that the store gives back.</param>
internal sealed record Entrance(int MaxLength, Func<TestWallets, WalletId, string, Task<string?>> Enter)
{
    public static IReadOnlyDictionary<string, Entrance> All { get; } = new Dictionary<string, Entrance>
    {
        ["ownerId"] = new(200, async (wallets, _, text) =>
        {
            await wallets.Wallets.OpenAsync(text, "USD");
            return Assert.Single((await wallets.Wallets.ListWalletsAsync(text)).Wallets).OwnerId;
        }),
        ["name"] = new(200, async (wallets, _, text) =>
        {
            await wallets.Wallets.OpenAsync("owner", "USD", text);
            return (await wallets.Wallets.FindWalletAsync("owner", text))?.Name;
        }),
        ["reference"] = new(200, async (wallets, id, text) =>
        {
            await wallets.Wallets.DepositAsync(id, 1m, new() { Reference = text });
            return Assert.Single((await wallets.Wallets.ListTransactionsAsync(id, new() { Filter = new() { Reference = text } })).Transactions).Reference;
        }),
        ["metadata key"] = new(64, async (wallets, id, text) =>
            Assert.Single((await LatestAsync(wallets, id, new() { Metadata = new Dictionary<string, string> { [text] = "value" } })).Metadata).Key),
        ["metadata value"] = new(512, async (wallets, id, text) =>
            Assert.Single((await LatestAsync(wallets, id, new() { Metadata = new Dictionary<string, string> { ["key"] = text } })).Metadata).Value),
        ["idempotencyKey"] = new(200, async (wallets, id, text) =>
        {
            var options = new DepositOptions { IdempotencyKey = text };
            var first = await wallets.Wallets.DepositAsync(id, 1m, options);
            return await wallets.Wallets.DepositAsync(id, 1m, options) is { Replayed: true } again && again.Transaction == first.Transaction ? text : null;
        }),
        ["batch key"] = new(200, async (wallets, id, text) =>
        {
            var first = await wallets.Wallets.ExecuteAsync([new Withdraw(id, 1m)], new() { IdempotencyKey = text });
            if (first.Refusal is { } refusal)
            {
                throw refusal;
            }

            return (await wallets.Wallets.ExecuteAsync([new Withdraw(id, 1m)], new() { IdempotencyKey = text })).First.Replayed ? text : null;
        }),
        ["reason"] = new(500, async (wallets, id, text) =>
        {
            await wallets.Wallets.FreezeAsync(id, new() { Reason = text });
            var happened = await wallets.Wallets.StreamEventsAsync(id).LastAsync();
            await wallets.Wallets.UnfreezeAsync(id);
            return happened.Reason;
        }),
        ["rebate policy"] = new(200, async (wallets, id, text) => (await EarnAsync(wallets, id, new RebateTerms(text, "terms"))).Policy),
        ["rebate terms"] = new(512, async (wallets, id, text) => (await EarnAsync(wallets, id, new RebateTerms("policy", text))).Text),
    };

    private static async Task<WalletTransaction> LatestAsync(TestWallets wallets, WalletId id, DepositOptions options)
    {
        await wallets.Wallets.DepositAsync(id, 1m, options);
        return (await wallets.Wallets.ListTransactionsAsync(id, new() { Limit = 1 })).Transactions[0];
    }

    private static async Task<RebateTerms> EarnAsync(TestWallets wallets, WalletId id, RebateTerms terms)
    {
        var result = await wallets.Store.CommitAsync(new CommandBatch(new Deposit(id, 1m) { RebateTerms = terms }));
        return result.Refusal is { } refusal ? throw refusal : (await wallets.Rebates.FindAsync(result.First.Transaction!.Id))!.Terms;
    }
}
