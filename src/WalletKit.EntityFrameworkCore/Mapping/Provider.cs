using Microsoft.EntityFrameworkCore.Infrastructure;

namespace WalletKit.EntityFrameworkCore.Mapping;

/// <summary>The provider of a context, by its name, so that a host needs no other provider than its own.</summary>
internal static class Provider
{
    private const string Sqlite = "Microsoft.EntityFrameworkCore.Sqlite";
    private const string PostgreSql = "Npgsql.EntityFrameworkCore.PostgreSQL";

    /// <summary>Whether it is SQLite; false for PostgreSQL.</summary>
    /// <exception cref="ArgumentException">It is neither.</exception>
    public static bool IsSqlite(DatabaseFacade database) => database.ProviderName switch
    {
        Sqlite => true,
        PostgreSql => false,
        var other => throw new ArgumentException($"The provider is {other ?? "none"}; wallets can be read with {Sqlite} and {PostgreSql}.", nameof(database)),
    };
}
