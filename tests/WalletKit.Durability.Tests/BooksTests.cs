using WalletKit.Commands;

namespace WalletKit.Durability.Tests;

public sealed class BooksTests : IDisposable
{
    private const string Newest = "wallet_id = 1 AND version = (SELECT max(version) FROM walletkit_journal WHERE wallet_id = 1)";

    private readonly TestDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("UPDATE walletkit_journal SET version = version + 1 WHERE " + Newest, "versions go up")]
    [InlineData("UPDATE walletkit_journal SET type = 323 WHERE type = 321", "a status and a credit limit change by an event")]
    [InlineData("UPDATE walletkit_texts SET reference = 'twice' WHERE id IN (SELECT id FROM walletkit_journal WHERE type IN (1, 102))", "nothing is done twice")]
    [InlineData("UPDATE walletkit_idempotency_keys SET result = replace(result, '/2\"', '/99\"') WHERE result LIKE '%transactions%'", "a key's results are there")]
    [InlineData("UPDATE walletkit_idempotency_keys SET result = replace(result, '/1\"', '/99\"') WHERE result LIKE '%placed%'", "a key's results are there")]
    [InlineData("UPDATE walletkit_idempotency_keys SET result = '[{}]' WHERE result LIKE '%event%'", "a key's results are there")]
    [InlineData("UPDATE walletkit_journal SET counterpart_version = 5 WHERE type = 3 AND version = 2", "legs stand in pairs")]
    [InlineData("UPDATE walletkit_journal SET reversal_of = 5 WHERE reversal_of = 4 AND wallet_id = 1", "a reversal is the opposite")]
    [InlineData("UPDATE walletkit_journal SET reversal_of = 3 WHERE reversal_of = 2 AND wallet_id = 2", "a transfer is reversed with both legs")]
    [InlineData("UPDATE walletkit_rebates SET status = 'pending'", "no deposit that was reversed keeps its rebate")]
    [InlineData("UPDATE walletkit_journal SET held = held - 1 WHERE " + Newest, "what is held is the sum")]
    [InlineData("UPDATE walletkit_journal SET open_holds = open_holds - 1 WHERE " + Newest, "open holds are counted")]
    [InlineData("UPDATE walletkit_journal SET next_expiry = next_expiry + 1 WHERE " + Newest, "the next expiry is the earliest")]
    [InlineData("UPDATE walletkit_holds SET captured = captured + 1 WHERE status = 'captured'", "what was captured of a hold")]
    [InlineData("UPDATE walletkit_holds SET amount = amount + 100000 WHERE status = 'open'; UPDATE walletkit_journal SET overdrawn = NULL, held = held + 100000 WHERE " + Newest, "no more is spent or held")]
    [InlineData("DELETE FROM walletkit_journal WHERE " + Newest, "the rows of the journal run")]
    [InlineData("UPDATE walletkit_journal SET sequence = sequence + 1 WHERE type = 322", "sequences run")]
    [InlineData("UPDATE walletkit_journal SET balance = balance + 1 WHERE type = 322", "balances chain")]
    [InlineData("UPDATE walletkit_wallets SET closed = 1 WHERE id = 1", "a status and a credit limit change by an event")]
    [InlineData("UPDATE walletkit_journal SET hold_remaining = hold_remaining + 1 WHERE type = 311", "a hold has an entry for its beginning")]
    public async Task Books_that_were_damaged_do_not_balance_and_the_broken_promise_is_named(string damage, string promise)
    {
        await using (var host = new WalletHost(_directory.Database))
        {
            await FillAsync(host.Wallets);
        }

        Books.AssertBalance(_directory.Database);
        using (var connection = Raw.Open(_directory.Database))
        {
            connection.Execute("PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON");
            connection.Execute(damage);
        }

        var exception = Assert.ThrowsAny<Exception>(() => Books.AssertBalance(_directory.Database));
        Assert.Contains(promise, exception.Message, StringComparison.Ordinal);
    }

    private static async Task FillAsync(IWalletService wallets)
    {
        var one = (await wallets.OpenAsync("owner-0", "USD", cancellationToken: Token)).Wallet.Id;
        var other = (await wallets.OpenAsync("owner-1", "USD", cancellationToken: Token)).Wallet.Id;
        await wallets.FreezeAsync(one, new() { IdempotencyKey = "frozen" }, Token);
        await wallets.UnfreezeAsync(one, cancellationToken: Token);
        var mistake = await wallets.DepositAsync(one, 5m, new() { Reference = "mistake" }, Token);
        await wallets.DepositAsync(one, 100m, new() { Reference = "deposit" }, Token);
        var transfer = (await wallets.ExecuteAsync([new Transfer(one, other, 30m) { Reference = "batch" }], new() { IdempotencyKey = "batch" }, Token)).First.Transactions;
        await wallets.TransferAsync(one, other, 30m, cancellationToken: Token);
        var hold = await wallets.PlaceHoldAsync(one, 20m, new() { IdempotencyKey = "hold" }, Token);
        await wallets.PlaceHoldAsync(one, 10m, new() { ExpiresIn = TimeSpan.FromDays(1) }, Token);
        await wallets.CaptureHoldAsync(hold.Hold.Id, 15m, cancellationToken: Token);
        await wallets.ReverseAsync(transfer[0].Id, cancellationToken: Token);
        await wallets.ReverseAsync(mistake.Transaction.Id, cancellationToken: Token);
    }
}
