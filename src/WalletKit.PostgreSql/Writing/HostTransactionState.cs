using System.Data.Common;
using Npgsql;
using WalletKit.PostgreSql.Reading;
using WalletKit.PostgreSql.Rows;
using WalletKit.PostgreSql.Schema;
using WalletKit.Storage;
using WalletKit.Storage.Relational;

namespace WalletKit.PostgreSql.Writing;

/// <summary>The server's answer about a transaction of the host, and whether the wallets would be as safe in it as in one of their own.</summary>
internal sealed class HostTransactionState(PostgreSqlSchema schema)
{
    private static readonly ColumnList s_columns = new();
    private static readonly Column s_version = s_columns.Add("version");
    private static readonly Column s_isolation = s_columns.Add("current_setting('transaction_isolation')");
    private static readonly Column s_synchronous = s_columns.Add("current_setting('synchronous_commit')");
    private static readonly Column s_seqScan = s_columns.Add("current_setting('enable_seqscan')");
    private static readonly Column s_jit = s_columns.Add("current_setting('jit')");
    private static readonly Column s_place = s_columns.Add(StorePlace.Sql);
    private static readonly Column s_id = s_columns.Add("gen_random_uuid()");

    private readonly string _ask = $"SELECT {s_columns.Names} FROM {schema["schema"]} WHERE only_row";

    private string _isolation = "";
    private string _synchronous = "";
    private string _seqScan = "";
    private string _jit = "";
    private string _place = "";

    /// <summary>The version of the tables; null where there is none.</summary>
    public int? Version { get; private set; }

    /// <summary>An id that no other call has.</summary>
    public Guid Id { get; private set; }

    /// <summary>Returns the connection of the transaction.</summary>
    /// <exception cref="InvalidInputException">There is none.</exception>
    public static NpgsqlConnection ConnectionOf(DbTransaction transaction) => transaction is not NpgsqlTransaction
        ? throw HostTransactionRules.Refused(transaction, "must be an NpgsqlTransaction, because the wallets are in a database of PostgreSQL")
        : Connected(transaction) ?? throw HostTransactionRules.Refused(transaction, "has ended");

    /// <summary>The refusal of a transaction in which an earlier statement failed.</summary>
    public static InvalidInputException HasFailed(DbTransaction transaction) =>
        HostTransactionRules.Refused(transaction, "has failed or has ended: after a failed statement it takes nothing but a rollback");

    /// <summary>The refusal of a transaction in another database.</summary>
    public static InvalidInputException IsElsewhere(DbTransaction transaction) => HostTransactionRules.Refused(transaction, "must be on a connection to the database of the wallets");

    /// <summary>Whether a failure says that the transaction is the wrong one, as far as these two refusals go.</summary>
    public static bool IsOfTransaction(PostgresException exception) => exception.SqlState
        is PostgresErrorCodes.InFailedSqlTransaction or PostgresErrorCodes.NoActiveSqlTransaction or PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidSchemaName;

    /// <summary>Adds the statement that asks the server.</summary>
    public void AddTo(QueryBatch batch)
    {
        Version = null;
        batch.Add(_ask, Read);
    }

    /// <summary>Adds the settings by which the statements of the wallets find their rows by key, whatever the statistics say.</summary>
    public static void AddPlansTo(QueryBatch batch) => batch.Add("SELECT set_config('enable_seqscan', 'off', true), set_config('jit', 'off', true)", static _ => { });

    /// <summary>Adds the statement after which these settings are again those of the host.</summary>
    public void AddRestoreTo(QueryBatch batch) =>
        batch.Add("SELECT set_config('enable_seqscan', $1, true), set_config('jit', $2, true)", static _ => { }, Parameter.Of(_seqScan), Parameter.Of(_jit));

    /// <summary>Throws where the transaction breaks a rule.</summary>
    public async Task CheckAsync(DbTransaction transaction, StorePlace place, CancellationToken cancellationToken)
    {
        if (!await place.IsAsync(_place, cancellationToken).ConfigureAwait(false))
        {
            throw IsElsewhere(transaction);
        }

        // The server takes READ UNCOMMITTED for the same.
        if (_isolation is not ("read committed" or "read uncommitted"))
        {
            throw HostTransactionRules.Refused(transaction, $"must be READ COMMITTED, and not {_isolation.ToUpperInvariant()}, which would not see wallets as they are under their locks");
        }

        if (_synchronous == "off")
        {
            throw HostTransactionRules.Refused(transaction, "must not have synchronous_commit = off, because its commit could be lost after it was made");
        }
    }

    private static NpgsqlConnection? Connected(DbTransaction transaction)
    {
        try
        {
            return transaction.Connection as NpgsqlConnection;
        }
        catch (Exception exception) when (exception is InvalidOperationException)
        {
            // The driver throws for a transaction that was disposed of.
            return null;
        }
    }

    private void Read(NpgsqlDataReader reader)
    {
        var row = PostgreSqlRows.Row(reader);
        Version = row.Int32(s_version);
        Id = row.Guid(s_id);
        (_isolation, _synchronous, _seqScan, _jit, _place) = (row.Text(s_isolation), row.Text(s_synchronous), row.Text(s_seqScan), row.Text(s_jit), row.Text(s_place));
    }
}
