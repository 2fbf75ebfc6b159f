using Microsoft.Data.Sqlite;
using WalletKit.Commands;

namespace WalletKit.Benchmarks.Compare.Contenders;

/// <summary>A host's order, which is written in the commit of its payment.</summary>
internal sealed class OrderParticipant : ISqliteParticipant
{
    public const string CreateTable = "CREATE TABLE orders (id INTEGER PRIMARY KEY, wallet BLOB NOT NULL, version INTEGER NOT NULL) STRICT";

    public void Write(SqliteParticipantContext context)
    {
        var transaction = context.Results[0].Transaction!;
        using var insert = context.Connection.CreateCommand();
        insert.CommandText = "INSERT INTO orders (wallet, version) VALUES ($wallet, $version)";
        insert.Parameters.Add(new SqliteParameter("$wallet", transaction.WalletId.Value.ToByteArray(bigEndian: true)));
        insert.Parameters.Add(new SqliteParameter("$version", transaction.Version));
        insert.ExecuteNonQuery();
    }
}
