namespace WalletKit.Tests.Digests;

public sealed class EveryCellTests
{
    // Row ids belong to the file, and the columns of a wallet that change without money are in no transaction.
    private static readonly string[] Left = ["transactions.id", "wallets.id", "wallets.status", "wallets.credit_limit", "wallets.held", "wallets.overdrawn",
        "wallets.last_hold", "wallets.open_holds", "wallets.next_expiry", "wallets.ended_through", "wallets.ended_number", "wallets.version", "wallets.updated_at"];

    [Theory]
    [InlineData("transactions")]
    [InlineData("wallets")]
    public async Task A_change_of_any_cell_is_found(string table)
    {
        await using var ledger = await Ledger.CreateAsync();
        var (manifest, digest) = await ledger.DigestAsync();
        var columns = ledger.Query($"SELECT name FROM pragma_table_info('{table}')").Where(column => !Left.Contains($"{table}.{column}")).ToList();
        Assert.True(columns.Count > 8);
        foreach (var row in ledger.Query($"SELECT id FROM {table}"))
        {
            foreach (var column in columns)
            {
                ledger.Tamper($"CREATE TABLE undo AS SELECT {column} AS cell FROM {table} WHERE id = {row}; UPDATE {table} SET {column} = {Changed(column)} WHERE id = {row}");

                Assert.False((await ledger.VerifyAsync(manifest, digest.Hash)).IsClean, $"{table}.{column} of {row}");

                ledger.Tamper($"UPDATE {table} SET {column} = (SELECT cell FROM undo) WHERE id = {row}; DROP TABLE undo");
            }
        }

        Assert.True((await ledger.VerifyAsync(manifest, digest.Hash)).IsClean);
    }

    private static string Changed(string column) => column switch
    {
        "wallet_id" or "counterpart_wallet_id" => $"iif({column} IS 4, 3, 4)",
        "metadata" => "json_set(coalesce(metadata, '{}'), '$.other', 'x')",
        "type" => "iif(type = 1, 101, 1)",
        "public_id" or "hash" or "chain_hash" => $"randomblob(length({column}))",
        "reference" or "exchange_rounding" or "owner_id" or "name" => $"iif({column} IS 'ToZero', 'ToEven', 'ToZero')",
        "exchange_rate" => "iif(exchange_rate IS '0.91', '0.92', '0.91')",
        "currency" => "iif(currency = 'CHF', 'SEK', 'CHF')",
        "exponent" => "exponent + 1",
        _ => $"coalesce({column}, 0) + 100",
    };
}
