using System.Globalization;
using System.Text;
using Npgsql;
using WalletKit.PostgreSql.Rows;
using WalletKit.Storage.Relational;

namespace WalletKit.PostgreSql.Schema;

/// <summary>The tables in their schema, and the steps that lead to them from each version there was.</summary>
/// <param name="name">The schema's name, which <see cref="PostgreSqlStoreOptionsRules"/> has let pass.</param>
/// <param name="migrations">The step that leads from version <c>i</c> to <c>i + 1</c>, at index <c>i</c>.</param>
internal sealed class PostgreSqlSchema(string name, IReadOnlyList<PostgreSqlMigration> migrations)
{
    // How long a script waits, first for another migration and then for the tables.
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(10);

    private readonly MigrationSteps _steps = new(migrations);

    /// <summary>The schema's name, without quotes.</summary>
    public string Name => name;

    /// <summary>The schema's name in quotes, because reserved words are names as well.</summary>
    public string Quoted { get; } = $"\"{name}\"";

    /// <summary>Reads the version.</summary>
    public string VersionQuery { get; } = $"SELECT version FROM \"{name}\".walletkit_schema WHERE only_row";

    /// <summary>The version that this release writes.</summary>
    public int Version => _steps.Version;

    /// <summary>The name of a table as statements have it.</summary>
    public string this[string table] => $"{Quoted}.walletkit_{table}";

    /// <summary>A table or view, by its whole name, as statements have it.</summary>
    public string Qualify(string table) => $"{Quoted}.{table}";

    /// <summary>All that makes the tables of this release, without comments, wherever the search path leads.</summary>
    public string TablesScript => _steps.Tables;

    /// <summary>All the SQL that brings a database from one version to this release's, for an operator who runs it by hand.</summary>
    /// <param name="from">The version that the database has; 0 if it has none.</param>
    public string CreateScript(int from)
    {
        if (from == Version)
        {
            return $"-- The schema {Quoted} has the version of this release already.\n";
        }

        var script = new StringBuilder();
        script.Append(CultureInfo.InvariantCulture, $"-- Brings the schema {Quoted} from version {from} to version {Version}. Where a statement fails, nothing is changed.\n");
        script.Append("BEGIN;\n");
        script.Append("SET LOCAL statement_timeout = 0;\n");
        script.Append("\n-- Waits for a host that migrates the schema. It blocks nothing but other migrations.\n");
        script.Append(CultureInfo.InvariantCulture, $"SET LOCAL lock_timeout = {(long)s_patience.TotalMilliseconds};\n");
        script.Append(CultureInfo.InvariantCulture, $"SELECT pg_advisory_xact_lock({LockKey});\n");
        script.Append(CultureInfo.InvariantCulture, $"SET LOCAL lock_timeout = {(long)TableLock.LongestWait.TotalMilliseconds};\n");
        if (from == 0)
        {
            script.Append("\n-- Makes the schema where it is missing, and needs no right to make schemas where it is there.\n");
            script.Append(CultureInfo.InvariantCulture, $"DO $$ BEGIN IF NOT EXISTS (SELECT 1 FROM pg_namespace WHERE nspname = '{name}') THEN CREATE SCHEMA {Quoted}; END IF; END $$;\n");
        }

        script.Append(CultureInfo.InvariantCulture, $"SET LOCAL search_path TO {Quoted};\n");
        foreach (var step in _steps.From(from, s_patience))
        {
            script.Append(CultureInfo.InvariantCulture, $"\n-- {step.Blocks}\n{step.Sql}\n");
        }

        return script.Append("\nCOMMIT;\n").ToString();
    }

    /// <summary>Brings the schema to this release's version, in one transaction. A schema that is foreign or newer is refused and not touched.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="options">The options that say whether the schema may be migrated, and for how long to wait for other hosts that migrate it.</param>
    /// <param name="cancellationToken">Cancels the migration.</param>
    /// <returns>The version that was found.</returns>
    public async Task<int> MigrateAsync(NpgsqlConnection connection, PostgreSqlStoreOptions options, CancellationToken cancellationToken)
    {
        // A host that has nothing to change needs no right to change anything.
        var found = await InspectAsync(connection, cancellationToken).ConfigureAwait(false);
        if (found == Version)
        {
            return found;
        }

        if (!options.MigrateOnOpen)
        {
            throw new WalletStoreException(
                StoreFailure.CannotOpen,
                $"the schema '{name}' {(found == 0 ? "holds no wallets" : $"has version {found}, this release version {Version}")}, and migrating it is turned off; run the script of {nameof(PostgreSqlWalletStore)}.{nameof(PostgreSqlWalletStore.CreateScript)}.");
        }

        var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using (transaction.ConfigureAwait(false))
        {
            // A host that stops in the middle must not keep the other hosts from opening.
            await RunAsync(connection, $"SELECT {TransactionLimits.Unlimited(options)}", cancellationToken).ConfigureAwait(false);

            // One host migrates at a time. A host that waited here finds the work done.
            await RunAsync(connection, $"SELECT pg_advisory_xact_lock({LockKey})", cancellationToken).ConfigureAwait(false);
            found = await InspectAsync(connection, cancellationToken).ConfigureAwait(false);
            if (found < Version)
            {
                await PrepareAsync(connection, found, cancellationToken).ConfigureAwait(false);
                foreach (var step in _steps.From(found, options.RetryTimeout))
                {
                    await RunAsync(connection, step.Sql, cancellationToken).ConfigureAwait(false);
                }
            }

            await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
            return found;
        }
    }

    /// <summary>Says which version the schema has, 0 where there is nothing yet.</summary>
    /// <exception cref="WalletStoreException">It is foreign or newer.</exception>
    public async Task<int> InspectAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var tables = await ListTablesAsync(connection, cancellationToken).ConfigureAwait(false);
        if (!tables.Contains("walletkit_schema"))
        {
            return PostgreSqlMigrations.Tables.FirstOrDefault(tables.Contains) is { } foreign
                ? throw new WalletStoreException(StoreFailure.Foreign, $"the schema '{name}' has a table '{foreign}' that is not WalletKit's; it was left as it is.")
                : 0;
        }

        var command = new NpgsqlCommand(VersionQuery, connection);
        await using (command.ConfigureAwait(false))
        {
            try
            {
                Check(await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) as int?, out var version);
                return version;
            }
            catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.UndefinedColumn)
            {
                throw new WalletStoreException(StoreFailure.Foreign, $"the schema '{name}' has a table 'walletkit_schema' that is not WalletKit's; it was left as it is.", exception);
            }
        }
    }

    /// <summary>Looks at a version that was read in a transaction that writes.</summary>
    public void CheckInUse(int? version)
    {
        Check(version, out var found);
        if (found != Version)
        {
            throw new WalletStoreException(StoreFailure.Foreign, $"the schema '{name}' has gone back to version {found}, and this release writes version {Version}.");
        }
    }

    private void Check(int? version, out int found)
    {
        found = version is >= 1 and var number
            ? number
            : throw new WalletStoreException(StoreFailure.Foreign, $"the schema '{name}' has a table 'walletkit_schema' without a version; it was left as it is.");
        if (found > Version)
        {
            throw new WalletStoreException(StoreFailure.Newer, $"the schema '{name}' has version {found}; this release knows 1 to {Version}.");
        }
    }

    private async Task<HashSet<string>> ListTablesAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        // The query does not use to_regclass or information_schema, because they hide the objects that this role may not use.
        var command = new NpgsqlCommand("SELECT c.relname::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = $1", connection) { Parameters = { Parameter.Of(name) } };
        await using (command.ConfigureAwait(false))
        {
            var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                var tables = new HashSet<string>(StringComparer.Ordinal);
                while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                {
                    tables.Add(PostgreSqlRows.Row(reader).Text(Column.Only));
                }

                return tables;
            }
        }
    }

    private async Task PrepareAsync(NpgsqlConnection connection, int found, CancellationToken cancellationToken)
    {
        // CREATE SCHEMA IF NOT EXISTS needs the right to make schemas, even where the schema exists.
        var mustCreate = found == 0 && !await ExistsAsync(connection, cancellationToken).ConfigureAwait(false);
        var script = mustCreate ? $"CREATE SCHEMA {Quoted}; SET LOCAL search_path TO {Quoted}" : $"SET LOCAL search_path TO {Quoted}";
        await RunAsync(connection, script, cancellationToken).ConfigureAwait(false);
    }

    private async Task<bool> ExistsAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var command = new NpgsqlCommand("SELECT EXISTS (SELECT 1 FROM pg_namespace WHERE nspname = $1)", connection) { Parameters = { Parameter.Of(name) } };
        await using (command.ConfigureAwait(false))
        {
            return await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) is true;
        }
    }

    // Locks are by number: "WKIT" in the upper half, the schema in the lower one. Two schemas that meet in it only wait for each other.
    private long LockKey => 0x574B4954L << 32 | Fnv1a(name);

    /// <summary>The lock of a pass that numbers commits: "WKIN" in the upper half.</summary>
    public long NumberingLockKey => 0x574B494EL << 32 | Fnv1a(name);

    private static uint Fnv1a(string text)
    {
        var hash = 2_166_136_261u;
        foreach (var c in text)
        {
            hash = unchecked((hash ^ c) * 16_777_619u);
        }

        return hash;
    }

    private static async Task RunAsync(NpgsqlConnection connection, string script, CancellationToken cancellationToken)
    {
        var command = new NpgsqlCommand(script, connection) { CommandTimeout = 0 };
        await using (command.ConfigureAwait(false))
        {
            await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }
    }
}
