namespace WalletKit.Benchmarks;

/// <summary>A directory for the files of one benchmark, removed at its end.</summary>
internal sealed class BenchmarkDirectory : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("walletkit-benchmark-");

    public string File(string name) => Path.Combine(_directory.FullName, name);

    public void Dispose() => _directory.Delete(recursive: true);
}
