using Microsoft.Data.Sqlite;
using WalletKit.Storage.Relational;

namespace WalletKit.Storage.Sqlite;

/// <summary>The rules of a file that belongs to the host. WalletKit keeps its own tables there, and changes no setting that stays in the file.</summary>
internal static class SharedFile
{
    private const string Setting = $"{nameof(SqliteStoreOptions)}.{nameof(SqliteStoreOptions.Shared)}";

    private const string Taken = @"SELECT name FROM sqlite_schema WHERE name LIKE 'walletkit\_%' ESCAPE '\' ORDER BY name LIMIT 1";

    /// <summary>The error of a file that was made for sharing, and is opened as one that is not.</summary>
    public static WalletStoreException NotShared(string path) => new(
        StoreFailure.Foreign,
        $"the database '{path}' has its wallets beside tables of another application, which the file belongs to. Set {Setting} to open it; it was left as it is.");

    /// <summary>Refuses a file without wallets in which somebody else has taken names of WalletKit's.</summary>
    public static void RefuseTakenNames(SqliteConnection connection, string path)
    {
        using var taken = new Statement(connection, Taken);
        if (taken.Single(static row => row.String(Column.Only)) is { } name)
        {
            throw new WalletStoreException(
                StoreFailure.Foreign,
                $"the database '{path}' has '{InvalidInputException.ShowBare(name)}', which is not WalletKit's; all names that begin with 'walletkit_' are. It was left as it is.");
        }
    }

    /// <summary>Checks the settings that stay in the file. A file with nothing in it is made by WalletKit, and has none yet.</summary>
    /// <returns>Whether the file has nothing in it.</returns>
    public static bool CheckSettings(SqliteConnection connection, string path)
    {
        // Before the mode, which SQLite reads from the file with the first page.
        if (SqliteDatabase.ReadPragma(connection, "page_count") == 0)
        {
            return true;
        }

        // Before other texts, which come from such a file in its encoding.
        if (ReadText(connection, "encoding") is var encoding and not "UTF-8")
        {
            throw new WalletStoreException(
                StoreFailure.CannotOpen,
                $"the database '{path}' keeps its text as {encoding}, and wallets need UTF-8. SQLite fixes that with the first table of a file: give the wallets a file of their own, or copy the tables into a new file.");
        }

        if (ReadText(connection, "journal_mode") is var mode and not "wal")
        {
            throw new WalletStoreException(
                StoreFailure.CannotOpen,
                $"the database '{path}' has journal_mode '{mode}', and wallets need 'wal'. The file is shared ({Setting}), so the mode is the host's to set: run PRAGMA journal_mode = WAL on it once. "
                + "The mode stays in the file.");
        }

        return false;
    }

    // The answer comes in the encoding of the file. In UTF-16 each byte of an ASCII text has a zero beside it.
    private static string ReadText(SqliteConnection connection, string pragma)
    {
        using var read = new Statement(connection, $"PRAGMA {pragma}");
        return read.Single(static row => row.String(Column.Only).Replace("\0", "", StringComparison.Ordinal)) ?? "";
    }
}
