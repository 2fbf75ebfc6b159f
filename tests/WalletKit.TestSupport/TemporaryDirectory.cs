namespace WalletKit.TestSupport;

/// <summary>A directory of one test's own, outside the repository. It is removed with its content when the test ends.</summary>
public sealed class TemporaryDirectory : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("walletkit-");

    public string FullName => _directory.FullName;

    public string File(string relative) => Path.Combine(_directory.FullName, relative);

    public void Dispose() => _directory.Delete(recursive: true);
}
