using Microsoft.Data.Sqlite;
using WalletKit.Storage.Sqlite;

namespace WalletKit;

// The file that was chosen, and whether all calls chose the same file.
public sealed partial class SqliteStoreOptions
{
    private const string DefaultFile = "wallets.db";

    /// <summary>Whether a connection string was set, be it null.</summary>
    internal bool IsFileChosen { get; private set; }

    /// <summary>The two files that were chosen; null where at most one file was chosen.</summary>
    internal string? Disagreement { get; private set; }

    /// <summary>Lets a call add settings, and notes where it names another file than a call before it.</summary>
    internal void Choose(Action<SqliteStoreOptions> configure)
    {
        var (wasChosen, standing) = (IsFileChosen, ConnectionString);
        configure(this);
        if (wasChosen && Normalize(standing) != Normalize(ConnectionString))
        {
            Disagreement ??= $"{nameof(SqliteStoreOptions)}.{nameof(ConnectionString)} was set twice: it names {Show(standing)}, then {Show(ConnectionString)}. "
                + "A host keeps its wallets in one file; name it once, or in the same way.";
        }
    }

    /// <summary>Names the file of a host that chose none, which is no choice.</summary>
    internal void UseDefaultFileIn(string directory)
    {
        ConnectionString = new SqliteConnectionStringBuilder { DataSource = System.IO.Path.Combine(directory, DefaultFile) }.ToString();
        IsFileChosen = false;
    }

    // One file may be named by several paths, and keywords be written in several ways.
    private static string? Normalize(string? connectionString)
    {
        if (SqliteConnectionSettings.TryParse(connectionString, out var parts) is not null)
        {
            return connectionString;
        }

        parts.DataSource = FullPath(parts.DataSource);
        return parts.ToString();
    }

    // A connection string may hold secrets that no message should show, so only its file is shown.
    private static string Show(string? connectionString)
    {
        var isBroken = SqliteConnectionSettings.TryParse(connectionString, out var parts) is not null;
        return isBroken || parts.DataSource.Length == 0 ? "no file" : InvalidInputException.Show(FullPath(parts.DataSource));
    }

    private static string FullPath(string path) => path.Length == 0 ? path : SqliteDataSource.FullPath(path);
}
