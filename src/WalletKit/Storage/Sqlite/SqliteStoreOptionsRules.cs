using Microsoft.Data.Sqlite;
using WalletKit.Rules;

namespace WalletKit.Storage.Sqlite;

/// <summary>The ranges of <see cref="SqliteStoreOptions"/>.</summary>
internal static class SqliteStoreOptionsRules
{
    // No system takes a longer one.
    private const int MaxPathLength = 32_767;

    private const int MaxShownLength = 200;

    private static readonly TimeSpan MaxBusyTimeout = TimeSpan.FromHours(1);

    /// <summary>Says which settings break their rules; empty where none does.</summary>
    public static List<string> Check(SqliteStoreOptions options)
    {
        List<string> broken = [];
        if (CheckConnectionString(options.ConnectionString) is { } wrong)
        {
            broken.Add($"{nameof(SqliteStoreOptions)}.{nameof(options.ConnectionString)} {wrong}.");
        }

        if (!Enum.IsDefined(options.Synchronous))
        {
            broken.Add($"{nameof(SqliteStoreOptions)}.{nameof(options.Synchronous)} is {options.Synchronous}; it must be {string.Join(", ", Enum.GetNames<SqliteSynchronous>())}.");
        }

        if (options.BusyTimeout < TimeSpan.Zero || options.BusyTimeout > MaxBusyTimeout)
        {
            broken.Add($"{nameof(SqliteStoreOptions)}.{nameof(options.BusyTimeout)} is {options.BusyTimeout}; it must be from 0 to {MaxBusyTimeout}.");
        }

        CheckRange(broken, nameof(options.QueueCapacity), options.QueueCapacity, 1_000_000);
        CheckRange(broken, nameof(options.MaxCommandsPerCommit), options.MaxCommandsPerCommit, 100_000);
        CheckRange(broken, nameof(options.MaxReaders), options.MaxReaders, 1_000);
        return broken;
    }

    private static void CheckRange(List<string> broken, string name, int value, int max)
    {
        if (value < 1 || value > max)
        {
            broken.Add(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{nameof(SqliteStoreOptions)}.{name} is {value}; it must be from 1 to {max:N0}."));
        }
    }

    private static string? CheckConnectionString(string? text)
    {
        // As it comes of a configuration that has no such entry.
        if (string.IsNullOrWhiteSpace(text))
        {
            return "is missing; it must name a file, as in Data Source=wallets.db";
        }

        SqliteConnectionStringBuilder parts;
        try
        {
            parts = new SqliteConnectionStringBuilder(text);
        }
        catch (ArgumentException exception)
        {
            return $"cannot be read: {InvalidInputException.ShowBare(exception.Message.TrimEnd('.'), MaxShownLength)}";
        }

        return parts switch
        {
            { DataSource: "" } => "names no file; it must have a Data Source",
            { DataSource: ":memory:" } or { Mode: SqliteOpenMode.Memory } => "names a database in memory; use the in-memory store",
            { Cache: SqliteCacheMode.Shared } => "asks for a shared cache, which breaks the isolation of readers",
            { Mode: SqliteOpenMode.ReadOnly } => "asks for a read-only database; a wallet store writes",
            { Password: not "" } => "has a password; the SQLite in use does not encrypt",
            _ when parts.DataSource.StartsWith("file:", StringComparison.OrdinalIgnoreCase) => "names a URI; it must be a path",
            { DataSource.Length: > MaxPathLength } => $"names a file by {parts.DataSource.Length} characters; no path has more than {MaxPathLength}",
            _ when !Text.IsWellFormed(parts.DataSource) || !parts.DataSource.All(CanStandInPath) =>
                "names a file with characters that end a line, turn it around or cannot be seen; the path stands in messages and logs",
            _ => null,
        };
    }

    // Halves of pairs are looked at as such. Of what cannot be seen, some scripts need the two joiners.
    private static bool CanStandInPath(char c) => InvalidInputException.IsHarmless(c) || char.IsSurrogate(c) || c is '\u200C' or '\u200D';
}
