using WalletKit.Rules;

namespace WalletKit.Storage.Sqlite;

/// <summary>The file that a <c>Data Source</c> names, by the rules of Microsoft.Data.Sqlite.</summary>
internal static class SqliteDataSource
{
    private const string DataDirectory = "|DataDirectory|";

    // No system takes a longer one.
    private const int MaxPathLength = 32_767;

    /// <summary>Says what is wrong with a data source; null where nothing is.</summary>
    public static string? Check(string dataSource) => dataSource switch
    {
        "" => "names no file; it must have a Data Source",
        _ when dataSource.Equals(":memory:", StringComparison.OrdinalIgnoreCase) => "names a database in memory; use the in-memory store",
        _ when dataSource.StartsWith("file:", StringComparison.OrdinalIgnoreCase) => "names a URI; it must be a path",
        { Length: > MaxPathLength } => $"names a file by {dataSource.Length} characters; no path has more than {MaxPathLength}",
        _ when !Text.IsWellFormed(dataSource) || !dataSource.All(CanStandInPath) =>
            "names a file with characters that end a line, turn it around or cannot be seen; the path stands in messages and logs",
        _ when IsInDataDirectory(dataSource) => CheckInDataDirectory(dataSource[DataDirectory.Length..]),
        _ => null,
    };

    /// <summary>
    /// The full path of a data source that <see cref="Check"/> has let pass. A relative path begins at the application's <c>DataDirectory</c>
    /// where the host has set one, and else at the working directory.
    /// </summary>
    public static string FullPath(string dataSource) =>
        Path.GetFullPath(Path.Combine(FindDataDirectory() ?? "", IsInDataDirectory(dataSource) ? dataSource[DataDirectory.Length..] : dataSource));

    private static string? CheckInDataDirectory(string rest) =>
        FindDataDirectory() is null ? $"has {DataDirectory}, which nothing has set; AppContext.SetData(\"DataDirectory\", path) sets it"

        // The driver would take it for a path from the root, and ignore the directory.
        : rest == "" || Path.IsPathRooted(rest) ? $"has {DataDirectory} without a relative path right after it, as in {DataDirectory}wallets.db"
        : null;

    private static bool IsInDataDirectory(string dataSource) => dataSource.StartsWith(DataDirectory, StringComparison.OrdinalIgnoreCase);

    private static string? FindDataDirectory() => AppContext.GetData("DataDirectory") is string { Length: > 0 } directory ? directory : null;

    // Each half of a surrogate pair is looked at by itself. Two of the invisible characters pass, the joiners, because some scripts need them.
    private static bool CanStandInPath(char c) => InvalidInputException.IsHarmless(c) || char.IsSurrogate(c) || c is '\u200C' or '\u200D';
}
