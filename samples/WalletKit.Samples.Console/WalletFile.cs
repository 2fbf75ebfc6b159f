using Microsoft.Data.Sqlite;

namespace WalletKit.Samples;

/// <summary>The file that holds the wallets: the one that was asked for, or a temporary one that is removed at the end.</summary>
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

    /// <summary>The directory that the file would be in, where there is none; null where it is there.</summary>
    public string? MissingDirectory => System.IO.Path.GetDirectoryName(Path) is { } directory && !Directory.Exists(directory) ? directory : null;

    /// <summary>For WalletKit. The builder quotes what a path may contain and a connection string may not.</summary>
    public string ConnectionString => new SqliteConnectionStringBuilder { DataSource = Path }.ToString();

    /// <summary>For whoever wants to look at the books without a way to change them.</summary>
    public string ReadOnlyConnectionString =>
        new SqliteConnectionStringBuilder { DataSource = Path, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString();

    public void Dispose() => _temporary?.Delete(recursive: true);
}
