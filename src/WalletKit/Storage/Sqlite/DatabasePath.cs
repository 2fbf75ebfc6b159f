namespace WalletKit.Storage.Sqlite;

/// <summary>Where a database lies: its file under its one real name, because SQLite names log and index after that one, and the files beside it.</summary>
internal sealed class DatabasePath
{
    // As many as Linux follows.
    private const int MaxLinks = 40;

    /// <param name="given">The full path that the host gave.</param>
    public DatabasePath(string given)
    {
        Given = given;
        File = Resolve(given, MaxLinks);
        Log = File + "-wal";
        Index = File + "-shm";
        Directory = Path.GetDirectoryName(File) ?? File;
    }

    /// <summary>The full path that the host gave, which symbolic links may lead from.</summary>
    public string Given { get; }

    public string File { get; }

    /// <summary>The write-ahead log.</summary>
    public string Log { get; }

    /// <summary>The index of the log, which the processes share in memory.</summary>
    public string Index { get; }

    public string Directory { get; }

    /// <summary>The file as SQLite takes it with parameters.</summary>
    public string ToUri(string parameters)
    {
        var path = File.Replace("%", "%25", StringComparison.Ordinal).Replace("?", "%3f", StringComparison.Ordinal).Replace("#", "%23", StringComparison.Ordinal);
        return $"file:{(OperatingSystem.IsWindows() ? $"///{path.Replace('\\', '/')}" : path)}?{parameters}";
    }

    /// <summary>
    /// Refuses a file that has a second name. SQLite names log and index after the path, so processes that come by two names
    /// would have two logs over one file.
    /// </summary>
    public void RefuseSecondName()
    {
        if (LinkCount.Of(File) is > 1 and var links)
        {
            throw new WalletStoreException(
                StoreFailure.CannotOpen,
                $"the database '{File}' has {links} names (hard links), and each name has a write-ahead log of its own: remove the other names, or copy the file.");
        }

        if (MountTable.Has(File))
        {
            throw new WalletStoreException(
                StoreFailure.CannotOpen,
                $"the database '{File}' is mounted alone, so that its write-ahead log lies elsewhere than its own: mount the directory that it is in.");
        }
    }

    /// <summary>Refuses to make, or to take for new, a file whose log says that there was one.</summary>
    public void RefuseLogWithoutFile()
    {
        // The log first: another process that makes both just now fills the file before the log.
        if (new FileInfo(Log) is { Exists: true, Length: > 0 } && new FileInfo(File) is { Exists: false } or { Length: 0 })
        {
            throw new WalletStoreException(
                StoreFailure.LogMismatch,
                $"there is no database '{File}', or an empty one, beside the write-ahead log '{Log}', which holds what was committed to one: put the file back in its place. "
                + "Where it is not wanted any more, move the files that end in '-wal' and '-shm' away.");
        }
    }

    // The path is resolved part by part, because a link in the middle leads elsewhere as well.
    private static string Resolve(string path, int linksLeft)
    {
        if (Path.GetDirectoryName(path) is not { } directory)
        {
            return path;
        }

        var whole = Path.Combine(Resolve(directory, linksLeft), Path.GetFileName(path));
        try
        {
            return new FileInfo(whole).ResolveLinkTarget(returnFinalTarget: false) is not { } target
                ? whole
                : linksLeft > 0
                ? Resolve(target.FullName, linksLeft - 1)
                : throw new WalletStoreException(StoreFailure.CannotOpen, $"the path '{path}' leads through more than {MaxLinks} symbolic links.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The opening names a file that is not there or cannot be looked at.
            return whole;
        }
    }
}
