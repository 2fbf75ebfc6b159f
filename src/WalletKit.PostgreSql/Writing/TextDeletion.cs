using Npgsql;
using WalletKit.PostgreSql.Reading;
using WalletKit.PostgreSql.Rows;
using WalletKit.PostgreSql.Schema;
using WalletKit.Storage.Relational;

namespace WalletKit.PostgreSql.Writing;

/// <summary>The deletion of a piece of the texts that an erasure covers.</summary>
internal static class TextDeletion
{
    /// <summary>
    /// Deletes a piece, within the transaction of the connection. At the end nothing is left by which a copy of an old idempotency key could be tried, unless the wallet has keys.
    /// </summary>
    /// <returns>Whether texts may be left.</returns>
    public static async Task<bool> DeleteNextAsync(NpgsqlConnection connection, PostgreSqlSchema schema, WalletId walletId, int limit)
    {
        var isLeft = false;
        var batch = new QueryBatch();
        batch.Add(PostgreSqlReader.ByKey, static _ => { });
        batch.Add(Sql(schema), row => isLeft = PostgreSqlRows.Row(row).Flag(Column.Only), Parameter.Of(walletId), Parameter.Of((long)limit));
        await batch.RunAsync(connection, connection.CommandTimeout, CancellationToken.None).ConfigureAwait(false);
        if (!isLeft)
        {
            // The statement before has locked the wallet, so this statement sees every key that a commit has added.
            batch.Add(OldKeys.ReplaceSecrets(schema), OldKeys.NewSecrets([walletId]));
            await batch.RunAsync(connection, connection.CommandTimeout, CancellationToken.None).ConfigureAwait(false);
        }

        return isLeft;
    }

    /// <summary>
    /// The statement for the next $2 versions of wallet $1, and the holds that they placed. It says whether texts may be left. The wallet is locked first, in the order of
    /// commits, which change holds as well. The row of an owner is nothing but a lock.
    /// </summary>
    public static string Sql(PostgreSqlSchema schema) =>
        $"""
        WITH wallet AS MATERIALIZED (
            SELECT erased_through FROM {schema["wallets"]} WHERE id = $1 FOR NO KEY UPDATE),
        piece AS MATERIALIZED (
            SELECT e.done, least(e.done + $2, wallet.erased_through) AS last, wallet.erased_through, e.owner_id
            FROM wallet CROSS JOIN LATERAL (SELECT * FROM {schema["erasures"]} WHERE wallet_id = $1 FOR UPDATE) e),
        texts AS (
            DELETE FROM {schema["texts"]} WHERE wallet_id = $1 AND version > (SELECT done FROM piece) AND version <= (SELECT last FROM piece)),
        holds AS (
            UPDATE {schema["holds"]} SET reference = NULL, metadata = NULL
            WHERE wallet_id = $1 AND (reference IS NOT NULL OR metadata IS NOT NULL)
                AND number IN (
                    SELECT hold FROM {schema["journal"]}
                    WHERE wallet_id = $1 AND version > (SELECT done FROM piece) AND version <= (SELECT last FROM piece) AND type = 311)),
        noted AS (
            UPDATE {schema["erasures"]} SET done = (SELECT last FROM piece) WHERE wallet_id = $1 AND (SELECT last < erased_through FROM piece)),
        ended AS (
            DELETE FROM {schema["erasures"]} WHERE wallet_id = $1 AND (SELECT last = erased_through FROM piece)),
        owners AS (
            DELETE FROM {schema["wallet_owners"]} o
            WHERE o.owner_id = (SELECT owner_id FROM piece WHERE last = erased_through)
                AND NOT EXISTS (SELECT 1 FROM {schema["wallet_names"]} n WHERE n.owner_id = o.owner_id))
        SELECT last < erased_through FROM piece
        """;
}
