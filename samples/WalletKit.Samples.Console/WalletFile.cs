using Microsoft.Data.Sqlite;

namespace WalletKit.Samples;

/// <summary>The file that holds the wallets: the file that was asked for, or a temporary file that is removed at the end.</summary>
internal sealed class WalletFile : IDisposable
{
    private readonly DirectoryInfo? _temporary;

    public WalletFile(string? path)
    {
        _temporary = path is null ? Directory.CreateTempSubdirectory("walletkit-sample-") : null;
        Path = System.IO.Path.GetFullPath(path ?? System.IO.Path.Combine(_temporary!.FullName, "wallets.db"));
    }

    public string Path { get; }

    public bool IsTemporary => _temporary is not null;

    /// <summary>The directory of the file, if it is missing; null if it exists.</summary>
    public string? MissingDirectory => System.IO.Path.GetDirectoryName(Path) is { } directory && !Directory.Exists(directory) ? directory : null;

    /// <summary>The connection string for WalletKit. The builder quotes characters that a path may contain and a connection string may not.</summary>
    public string ConnectionString => new SqliteConnectionStringBuilder { DataSource = Path }.ToString();

    /// <summary>The connection string for a reader of the books that must not be able to change them.</summary>
    public string ReadOnlyConnectionString =>
        new SqliteConnectionStringBuilder { DataSource = Path, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString();

    public void Dispose() => _temporary?.Delete(recursive: true);
}
