using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;
using WalletKit.Benchmarks.Compare.Books;

namespace WalletKit.Benchmarks.Compare.Contenders.EfCore;

/// <summary>Sets up each connection that EF Core opens, with the settings of the other contenders.</summary>
internal sealed class ConnectionSettings : DbConnectionInterceptor
{
    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData) => Sql.Configure((SqliteConnection)connection);

    public override Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        Sql.Configure((SqliteConnection)connection);
        return Task.CompletedTask;
    }
}
