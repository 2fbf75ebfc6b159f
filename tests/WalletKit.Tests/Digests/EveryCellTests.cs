namespace WalletKit.Tests.Digests;

public sealed class EveryCellTests
{
    // Row ids belong to the file, and whether a wallet is closed is checked by the audit. No digest covers keys and the texts of holds, for which the other two are.
    private static readonly string[] Left =
    [
        "walletkit_journal.id", "walletkit_wallets.id", "walletkit_wallets.closed", "walletkit_wallets.key_secret", "walletkit_wallets.erased_holds", "walletkit_texts.id",
        "walletkit_texts.wallet_id", "walletkit_texts.version",
    ];

    [Theory]
    [InlineData("walletkit_journal")]
    [InlineData("walletkit_wallets")]
    [InlineData("walletkit_texts")]
    public async Task A_change_of_any_cell_is_found(string table)
    {
        await using var ledger = await Ledger.CreateAsync();
        var (manifest, digest) = await ledger.DigestAsync();
        var columns = ledger.Query($"SELECT name FROM pragma_table_info('{table}')").Where(column => !Left.Contains($"{table}.{column}")).ToList();
        Assert.True(columns.Count > 3);
        foreach (var row in ledger.Query($"SELECT id FROM {table}"))
        {
            foreach (var column in columns)
            {
                ledger.Tamper($"CREATE TABLE undo AS SELECT {column} AS cell FROM {table} WHERE id = {row}; UPDATE {table} SET {column} = {Changed(column)} WHERE id = {row}");

                Assert.False((await ledger.VerifyAsync(manifest, digest.Head)).IsClean, $"{table}.{column} of {row}");

                ledger.Tamper($"UPDATE {table} SET {column} = (SELECT cell FROM undo) WHERE id = {row}; DROP TABLE undo");
            }
        }

        Assert.True((await ledger.VerifyAsync(manifest, digest.Head)).IsClean);
    }

    // An entry without a commitment has no texts, wherever the row of texts says that it belongs.
    private static string Changed(string column) => column switch
    {
        "wallet_id" => "5",
        "counterpart_wallet_id" => $"iif({column} IS 4, 3, 4)",
        "metadata" => "json_set(coalesce(metadata, '{}'), '$.other', 'x')",
        "type" => "iif(type = 1, 101, 1)",
        "public_id" or "hash" => $"randomblob(length({column}))",
        "text_commitment" or "text_secret" => "randomblob(32)",
        "status" => "iif(status IS 'frozen', NULL, 'frozen')",
        "overdrawn" => "iif(overdrawn IS 1, NULL, 1)",
        "expired_holds" => "iif(expired_holds IS '[1]', '[2]', '[1]')",
        "ended_through" => "5",
        "reference" or "reason" or "exchange_rounding" or "owner_id" or "name" or "actor" or "account" => $"iif({column} IS 'ToZero', 'ToEven', 'ToZero')",
        "exchange_rate" => "iif(exchange_rate IS '0.91', '0.92', '0.91')",
        "currency" => "iif(currency = 'CHF', 'SEK', 'CHF')",
        "exponent" => "exponent + 1",
        "version" => "version + 100",
        "closed" => "1 - closed",
        _ => $"coalesce({column}, 0) + 100",
    };
}
