namespace WalletKit.Samples.Tests;

/// <summary>The paths of the repository's files that these tests read.</summary>
internal static class Repository
{
    // .../tests/<this project>/bin/<configuration>/<framework>/
    public static string Root { get; } = new DirectoryInfo(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory)).Parent!.Parent!.Parent!.Parent!.Parent!.FullName;
}
