namespace WalletKit.TestSupport;

/// <summary>The repository from which the tests were built.</summary>
public static class Repository
{
    /// <summary>The folder of the solution.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The path of a file in the repository.</summary>
    public static string PathOf(params ReadOnlySpan<string> parts) => Path.Combine([Root, .. parts]);

    /// <summary>Lists the C# files below a folder, without the output of builds; paths are relative to the folder, with '/'.</summary>
    public static IEnumerable<string> SourcesIn(string folder)
    {
        var full = PathOf(folder);
        return Directory.EnumerateFiles(full, "*.cs", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(full, file).Replace(Path.DirectorySeparatorChar, '/'))
            .Where(file => !file.Split('/').Any(part => part is "bin" or "obj"))
            .Order(StringComparer.Ordinal);
    }

    private static string FindRoot()
    {
        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            if (File.Exists(Path.Combine(directory.FullName, "WalletKit.sln")))
            {
                return directory.FullName;
            }
        }

        throw new InvalidOperationException($"No WalletKit.sln in {AppContext.BaseDirectory} or above it.");
    }
}
