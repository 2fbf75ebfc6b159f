using System.IO.Compression;

namespace WalletKit.Packaging.Tests;

/// <summary>The packages, packed once for all tests of this assembly.</summary>
public sealed class PackedPackage : IAsyncLifetime
{
    private readonly TemporaryDirectory _directory = new();

    /// <summary>A version that no other run uses, so that no cache can take the place of the new package.</summary>
    public string Version { get; } = $"{BuildSettings.Version}-test.x{Guid.NewGuid():N}";

    /// <summary>The folder that holds the packages; NuGet uses it as a feed.</summary>
    public string Feed => _directory.File("feed");

    /// <summary>The output of `dotnet pack`.</summary>
    public string Output { get; private set; } = "";

    public async ValueTask InitializeAsync() => Output = await DotnetCommand.RunAsync(
        Repository.Root,
        [
            "pack", "--configuration", "Release", "--output", Feed, $"-p:Version={Version}", "--disable-build-servers",
            // The artifacts are kept away from the repository's own bin/ and obj/, which other builds may be using at the same time.
            "--artifacts-path", _directory.File("artifacts"),
        ],
        Token);

    public Task<ZipArchive> OpenPackageAsync(string id = "WalletKit") => OpenAsync(id, "nupkg");

    public Task<ZipArchive> OpenSymbolsAsync(string id = "WalletKit") => OpenAsync(id, "snupkg");

    public ValueTask DisposeAsync()
    {
        _directory.Dispose();
        return ValueTask.CompletedTask;
    }

    private Task<ZipArchive> OpenAsync(string id, string extension) =>
        ZipFile.OpenReadAsync(Path.Combine(Feed, $"{id}.{Version}.{extension}"), Token);
}
