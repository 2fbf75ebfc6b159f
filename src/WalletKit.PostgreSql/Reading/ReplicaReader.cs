using Microsoft.Extensions.Logging;
using Npgsql;
using WalletKit.PostgreSql.Rows;
using WalletKit.PostgreSql.Schema;
using WalletKit.Storage.Relational;
using WalletKit.Stores;

namespace WalletKit.PostgreSql.Reading;

/// <summary>
/// Reads the journal of a wallet on a replica, if there is one. The server that takes writes says the wallet's newest version, and the replica is asked for rows only in the same
/// round trip in which it shows that it has that version. So a read is as fresh as it would be without the replica. The other server answers where the replica lacks something.
/// </summary>
internal sealed partial class ReplicaReader(PostgreSqlReader primary, PostgreSqlReader? replica, PostgreSqlSchema schema, ILogger logger)
{
    private readonly string _newest = $"SELECT version FROM {schema["journal"]} WHERE wallet_id = $1 ORDER BY version DESC LIMIT 1";
    private readonly string _has = $"SELECT true FROM {schema["journal"]} WHERE wallet_id = $1 AND version = $2";

    public async ValueTask<List<T>> ListAsync<T>(WalletId walletId, string sql, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken, params NpgsqlParameter[] parameters) =>
        replica is not null && await TryListAsync(replica, walletId, sql, read, parameters, cancellationToken).ConfigureAwait(false) is { } rows
            ? rows
            : await primary.ListAsync(sql, read, cancellationToken, parameters).ConfigureAwait(false);

    /// <summary>The only row; the default where there is none.</summary>
    public async ValueTask<T?> FindAsync<T>(WalletId walletId, string sql, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken, params NpgsqlParameter[] parameters) =>
        await ListAsync(walletId, sql, read, cancellationToken, parameters).ConfigureAwait(false) is [var row, ..] ? row : default;

    public async ValueTask<Page<T>> ReadPageAsync<T>(WalletId walletId, string sql, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken, params NpgsqlParameter[] parameters) =>
        PageQuery.PageOf(await ListAsync(walletId, sql, row => PageQuery.ReadFound(row, read), cancellationToken, parameters).ConfigureAwait(false));

    private async ValueTask<List<T>?> TryListAsync<T>(
        PostgreSqlReader from, WalletId walletId, string sql, Func<NpgsqlDataReader, T> read, NpgsqlParameter[] parameters, CancellationToken cancellationToken)
    {
        var newest = await primary.FindAsync(_newest, static row => PostgreSqlRows.Row(row).Int64(Column.Only), cancellationToken, Parameter.Of(walletId)).ConfigureAwait(false);
        try
        {
            return await from.ListIfAsync((_has, [Parameter.Of(walletId), Parameter.Of(newest)]), sql, read, parameters, cancellationToken).ConfigureAwait(false);
        }
        catch (WalletStoreException exception) when (exception.Failure != StoreFailure.Closed)
        {
            LogReplicaFailed(logger, exception);
            return null;
        }
    }

    [LoggerMessage(EventId = 530, Level = LogLevel.Warning, Message = "The replica could not answer a read; the server that takes writes answers it.")]
    public static partial void LogReplicaFailed(ILogger logger, Exception exception);
}
