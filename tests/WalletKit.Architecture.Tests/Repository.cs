namespace WalletKit.Architecture.Tests;

/// <summary>The repository from which the tests were built.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    /// <summary>Lists the C# files below a folder, without the output of builds; paths are relative to the folder, with '/'.</summary>
    public static IEnumerable<string> SourcesIn(string folder)
    {
        var full = Path.Combine(Root, folder);
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
