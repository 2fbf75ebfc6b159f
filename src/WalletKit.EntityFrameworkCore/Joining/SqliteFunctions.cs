using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace WalletKit.EntityFrameworkCore.Joining;

/// <summary>The functions that translated LINQ calls on SQLite, such as those for decimals.</summary>
internal static class SqliteFunctions
{
    private static readonly ConditionalWeakTable<SqliteConnection, object> s_having = [];

    /// <summary>
    /// Adds them to a connection, once: each time that functions are replaced, SQLite prepares all statements of the connection again. The provider adds them where its options name a connection.
    /// </summary>
    public static void Add(DbContext context, SqliteConnection connection)
    {
        if (s_having.TryGetValue(connection, out _))
        {
            return;
        }

        var builder = new DbContextOptionsBuilder<Bare>();
        var options = context.GetService<IDbContextOptions>();
        foreach (var extension in options.Extensions)
        {
            ((IDbContextOptionsBuilderInfrastructure)builder).AddOrUpdateExtension(extension);
        }

        var relational = RelationalOptionsExtension.Extract(options).WithConnectionString(null).WithConnection(connection);
        ((IDbContextOptionsBuilderInfrastructure)builder).AddOrUpdateExtension(relational);

        // The provider sets it from the context's command timeout.
        var timeout = connection.DefaultTimeout;
        using (var bare = new Bare(builder.Options))
        {
            bare.Database.GetDbConnection();
        }

        connection.DefaultTimeout = timeout;
        s_having.Add(connection, s_having);
    }

    private sealed class Bare(DbContextOptions<Bare> options) : DbContext(options);
}
