using Npgsql;
using NpgsqlTypes;
using WalletKit.Model;
using WalletKit.PostgreSql.Reading;
using WalletKit.PostgreSql.Rows;
using WalletKit.PostgreSql.Schema;
using WalletKit.Storage.Relational;
using WalletKit.Stores;

namespace WalletKit.PostgreSql.Writing;

/// <summary>
/// The walk through all idempotency keys in the order of the primary key, which deletes the old keys. A command that finds a key does not wait for its deletion. Only the
/// commands of erased wallets that lose a key wait for the end of the piece.
/// </summary>
internal sealed class OldKeys(PostgreSqlSchema schema)
{
    private static readonly ColumnList s_piece = new();
    private static readonly Column s_walletId = s_piece.Add("p.wallet_id");
    private static readonly Column s_key = s_piece.Add("p.key");
    private static readonly Column s_isGone = s_piece.Add("(p.wallet_id, p.key) IN (SELECT wallet_id, key FROM gone)");

    // The first of the two waits for the commits that add keys to the wallets. The second sees these keys because it is a statement of its own.
    private readonly string _lockErased = $"SELECT id FROM {schema["wallets"]} WHERE id = ANY ($1) AND erased_through > 0 ORDER BY id FOR NO KEY UPDATE";
    private readonly string _replaceSecrets = ReplaceSecrets(schema);

    /// <summary>The statement for the old ones of at most $3 keys after key $2 of wallet $1, by the clock $4 and an age of $5 microseconds.</summary>
    internal static string DeletePiece(PostgreSqlSchema schema) =>
        $"""
        WITH piece AS MATERIALIZED (
            SELECT {KeyedUpdate.Place}, wallet_id, key, recorded_at <= {PostgreSqlClock.Sql("$4")} - $5 * interval '1 microsecond' AS is_old
            FROM {schema["idempotency_keys"]} WHERE (wallet_id, key) > ($1, $2) ORDER BY wallet_id, key LIMIT $3),
        gone AS (
            DELETE FROM {schema["idempotency_keys"]} k USING piece WHERE piece.is_old AND {KeyedUpdate.IsAt("k", "piece")} AND {KeyedUpdate.IsIn("k", "piece", "wallet_id")}
            RETURNING k.wallet_id, k.key)
        SELECT {s_piece.Names} FROM piece p ORDER BY p.wallet_id, p.key
        """;

    /// <summary>
    /// The statement that gives the wallets $1 the secrets $2 for their keys, each wallet only if it is erased and has no key. The wallets are locked by an earlier statement of the
    /// same transaction.
    /// </summary>
    public static string ReplaceSecrets(PostgreSqlSchema schema) => KeyedUpdate.Of(
        schema["wallets"],
        "key_secret = u.key_secret",
        "unnest($1, $2) AS u(id, key_secret)",
        $"id = u.id AND erased_through > 0 AND NOT EXISTS (SELECT 1 FROM {schema["idempotency_keys"]} WHERE wallet_id = u.id)");

    /// <summary>The parameters of <see cref="ReplaceSecrets"/>.</summary>
    public static NpgsqlParameter[] NewSecrets(IReadOnlyList<WalletId> wallets) =>
    [
        Parameter.Of(wallets, NpgsqlDbType.Uuid, static id => id.Value),
        Parameter.Of(wallets, NpgsqlDbType.Bytea, static _ => WrittenRows.Bytes(Secret.From(SecureRandom.Shared))),
    ];

    /// <summary>Deletes the old ones of the next keys, within the transaction of the connection.</summary>
    public async Task<KeyDeletion> DeleteNextAsync(NpgsqlConnection connection, TimeSpan age, KeyPlace? after, int limit, NpgsqlParameter now)
    {
        var keys = new List<(KeyPlace Place, bool IsGone)>();
        var batch = new QueryBatch();
        batch.Add(PostgreSqlReader.ByKey, static _ => { });
        batch.Add(
            DeletePiece(schema),
            row => keys.Add(ReadKey(PostgreSqlRows.Row(row))),
            Parameter.Of(after?.WalletId.Value ?? Guid.Empty),
            new NpgsqlParameter<byte[]> { NpgsqlDbType = NpgsqlDbType.Bytea, TypedValue = after is { } place ? WrittenRows.Bytes(place.Key) : [] },
            Parameter.Of((long)limit),
            now,
            Parameter.Of(age.Ticks / TimeSpan.TicksPerMicrosecond));
        await batch.RunAsync(connection, connection.CommandTimeout, CancellationToken.None).ConfigureAwait(false);

        WalletId[] wallets = [.. keys.Where(static key => key.IsGone).Select(static key => key.Place.WalletId).Distinct()];
        if (wallets.Length > 0)
        {
            batch.Add(_lockErased, static _ => { }, Parameter.Of(wallets, NpgsqlDbType.Uuid, static id => id.Value));
            batch.Add(_replaceSecrets, NewSecrets(wallets));
            await batch.RunAsync(connection, connection.CommandTimeout, CancellationToken.None).ConfigureAwait(false);
        }

        return new KeyDeletion(keys.Count(static key => key.IsGone), keys.Count == limit ? keys[^1].Place : null);
    }

    private static (KeyPlace Place, bool IsGone) ReadKey(Row<ReaderRow> row) => (new KeyPlace(row.WalletId(s_walletId), row.Hash(s_key)), row.Flag(s_isGone));
}
