using Npgsql;

namespace WalletKit;

// Whether all calls that chose a database and a schema meant the same.
public sealed partial class PostgreSqlStoreOptions
{
    private readonly List<string> _disagreements = [];
    private bool _isSchemaChosen;

    /// <summary>Which settings were set to two different places; empty where none was.</summary>
    internal IReadOnlyList<string> Disagreements => _disagreements;

    /// <summary>Lets a call add settings, and notes where it names another database or schema than a call before it.</summary>
    internal void Choose(Action<PostgreSqlStoreOptions> configure)
    {
        var (connectionString, dataSource) = (ConnectionString, DataSource);
        var schema = _isSchemaChosen ? Schema : null;
        configure(this);
        if ((connectionString is not null || dataSource is not null) && (dataSource != DataSource || !IsSame(connectionString, ConnectionString)))
        {
            Note(nameof(ConnectionString), Show(connectionString, dataSource), Show(ConnectionString, DataSource), "database, named in one way");
        }

        if (schema is not null && schema != Schema)
        {
            Note(nameof(Schema), schema, Schema, "schema");
        }
    }

    private void Note(string setting, string first, string second, string one) =>
        _disagreements.Add($"{nameof(PostgreSqlStoreOptions)}.{setting} was set twice: it names {first}, then {second}. A host keeps its wallets in one {one}.");

    // Keywords can be written in several ways and orders.
    private static bool IsSame(string? first, string? second) =>
        first == second || (Read(first) is { } one && Read(second) is { } other && one.EquivalentTo(other));

    // Never the connection string: it may hold a password.
    private static string Show(string? connectionString, NpgsqlDataSource? dataSource) => Read(dataSource?.ConnectionString ?? connectionString) is { } settings
        ? $"the database {settings.Database} on {settings.Host}"
        : "no database";

    private static NpgsqlConnectionStringBuilder? Read(string? connectionString)
    {
        try
        {
            return connectionString is null ? null : new NpgsqlConnectionStringBuilder(connectionString);
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or InvalidCastException or OverflowException)
        {
            return null;
        }
    }
}
