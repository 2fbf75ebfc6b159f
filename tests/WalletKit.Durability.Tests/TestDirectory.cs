namespace WalletKit.Durability.Tests;

/// <summary>A directory of the test's own with the database in it, removed at the end of the test.</summary>
internal sealed class TestDirectory : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public string Path => _directory.FullName;

    public string Database => In("wallets.db");

    public string In(string name) => _directory.File(name);

    /// <summary>
    /// Copies the database as a crash left it, so that a look at the copy does not mend the original. No code in this process may have the database open: closing
    /// any handle of a file drops the process's locks on it.
    /// </summary>
    public string CopyDatabase(string name)
    {
        var copy = In(name);
        foreach (var suffix in (string[])["", "-wal"])
        {
            File.Delete(copy + suffix);
            if (File.Exists(Database + suffix))
            {
                File.Copy(Database + suffix, copy + suffix);
            }
        }

        File.Delete(copy + "-shm");
        return copy;
    }

    /// <summary>All files, with their content.</summary>
    public Dictionary<string, byte[]> Contents() =>
        Directory.EnumerateFiles(Path).ToDictionary(file => file, File.ReadAllBytes, StringComparer.Ordinal);

    public void Dispose() => _directory.Dispose();
}
