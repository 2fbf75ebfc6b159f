namespace WalletKit.Packaging.Tests;

/// <summary>A folder outside the repository, so that none of the repository's settings affect builds in it.</summary>
internal sealed class TemporaryDirectory : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("walletkit-packaging-");

    public string FullName => _directory.FullName;

    public string Combine(string relative) => Path.Combine(FullName, relative);

    public void Dispose()
    {
        try
        {
            _directory.Delete(recursive: true);
        }
        catch (IOException)
        {
            // A virus scanner or a build server may still hold a file; the system's cleanup removes the rest.
        }
    }
}
