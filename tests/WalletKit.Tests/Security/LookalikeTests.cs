using WalletKit.Commands;
using WalletKit.Stores;

namespace WalletKit.Tests.Security;

/// <summary>Texts that look alike are not the same: a caller cannot reach another owner's wallet by another spelling of the owner's id.</summary>
public sealed class LookalikeTests
{
    // The spellings: composed and decomposed, full width, another case, another alphabet, white space around, an invisible character within, and the character
    // that an encoder puts in place of half a surrogate pair.
    private static readonly string[] s_alike =
        ["caf\u00E9", "cafe\u0301", "CAF\u00C9", "\uFF43af\u00E9", "\u0441af\u00E9", "caf\u00E9 ", " caf\u00E9", "caf\u00E9\u200B", "caf\u00E9\uFFFD", "\u212B", "\u00C5", "A\u030A", "ss", "\u00DF"];

    [Theory]
    [InlineData(TestWallets.InMemory)]
    [InlineData(TestWallets.Sqlite)]
    public async Task Owners_names_keys_and_references_that_look_alike_are_different(string store)
    {
        await using var wallets = new TestWallets(store);
        var id = (await wallets.OpenWithAsync(100m)).Id;
        var metadata = s_alike.ToDictionary(text => text, text => text);

        await wallets.Wallets.DepositAsync(id, 1m, new() { Metadata = metadata }, Token);
        foreach (var text in s_alike)
        {
            Assert.Equal(0m, (await wallets.Wallets.OpenAsync(text, "USD", cancellationToken: Token)).Wallet.Balance);
            await wallets.Wallets.OpenAsync("owner", "USD", text, cancellationToken: Token);
            Assert.False((await wallets.Wallets.DepositAsync(id, 1m, new() { IdempotencyKey = text, Reference = text }, Token)).Replayed);
            Assert.Null((await wallets.Store.CommitAsync(new CommandBatch(new Withdraw(id, 1m)) { IdempotencyKey = $"batch {text}" }, Token)).Refusal);
        }

        Assert.Equal(s_alike.Length, (await wallets.Wallets.ListWalletsAsync("owner", cancellationToken: Token)).Wallets.Count);
        foreach (var text in s_alike)
        {
            Assert.Equal(text, Assert.Single((await wallets.Wallets.ListWalletsAsync(text, cancellationToken: Token)).Wallets).OwnerId);
            Assert.Single((await wallets.Wallets.ListTransactionsAsync(id, new() { Filter = new() { Reference = text } }, Token)).Transactions);
            Assert.True((await wallets.Wallets.DepositAsync(id, 1m, new() { IdempotencyKey = text, Reference = text }, Token)).Replayed);
        }

        Assert.Equal(TransactionMetadata.From(metadata), (await wallets.Wallets.GetTransactionAsync(new TransactionId(id, 3), Token)).Metadata);
    }
}
