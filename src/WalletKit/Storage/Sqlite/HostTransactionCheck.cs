using System.Data.Common;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace WalletKit.Storage.Sqlite;

/// <summary>Checks that the wallets can take part in a transaction of the host, and would be as safe in it as in one of their own.</summary>
internal static class HostTransactionCheck
{
    /// <summary>Returns the connection of the transaction.</summary>
    /// <exception cref="InvalidInputException">The transaction breaks a rule.</exception>
    public static SqliteConnection ConnectionOf(DbTransaction transaction, SqliteDatabase database)
    {
        if (transaction is not SqliteTransaction)
        {
            throw Refused("must be a SqliteTransaction, because the wallets are in a SQLite file");
        }

        // After some errors SQLite itself has ended the transaction.
        if (transaction.Connection is not SqliteConnection connection || raw.sqlite3_get_autocommit(connection.Handle!) != 0)
        {
            throw Refused("has ended");
        }

        if (!ConnectionFile.IsOf(database, connection))
        {
            throw Refused($"must be on a connection to the file of the wallets, '{database.Path}'");
        }

        // A transaction that only reads may see wallets as they were before the newest commit.
        if (TransactionState.Of(connection) != TransactionState.Write)
        {
            throw Refused("must hold the write lock from its beginning: begin it with BeginTransaction(), and not with deferred: true");
        }

        if (SqliteDatabase.ReadPragma(connection, "synchronous") is var synchronous && synchronous < (long)database.Synchronous)
        {
            throw Refused($"must be on a connection that is as durable as the store: its PRAGMA synchronous is {synchronous}, and that of the store {(int)database.Synchronous}");
        }

        return SqliteDatabase.ReadPragma(connection, "foreign_keys") == 1
            ? connection
            : throw Refused("must be on a connection that checks references: its PRAGMA foreign_keys is 0");

        InvalidInputException Refused(string rule) => HostTransactionRules.Refused(transaction, rule);
    }
}
