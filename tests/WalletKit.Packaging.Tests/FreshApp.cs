using System.Xml.Linq;

namespace WalletKit.Packaging.Tests;

/// <summary>A new console application in a folder of its own, which knows WalletKit only as a package.</summary>
internal sealed class FreshApp : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    /// <summary>Writes the application, builds it and runs it in its folder.</summary>
    /// <returns>What it printed.</returns>
    public async Task<string> RunAsync(PackedPackage package, string program, CancellationToken cancellationToken)
    {
        await WriteAsync("FreshApp.csproj", Project(package), cancellationToken);
        await WriteAsync("nuget.config", await SourcesAsync(package, cancellationToken), cancellationToken);
        await File.WriteAllTextAsync(_directory.Combine("Program.cs"), program, cancellationToken);
        await DotnetCommand.RunAsync(_directory.FullName, ["build", "--disable-build-servers"], cancellationToken);
        return await DotnetCommand.RunAsync(_directory.FullName, [Path.Combine("bin", "Debug", "net10.0", "FreshApp.dll")], cancellationToken);
    }

    public void Dispose() => _directory.Dispose();

    private static XElement Project(PackedPackage package) => new(
        "Project",
        new XAttribute("Sdk", "Microsoft.NET.Sdk"),
        new XElement(
            "PropertyGroup",
            new XElement("OutputType", "Exe"),
            new XElement("TargetFramework", "net10.0"),
            new XElement("Nullable", "enable"),
            new XElement("ImplicitUsings", "enable"),
            // What a host would be warned of when it adds the package is found here.
            new XElement("TreatWarningsAsErrors", "true")),
        new XElement(
            "ItemGroup",
            Reference("WalletKit", package.Version),
            Reference("Microsoft.Extensions.Hosting", Repository.CentralVersion("Microsoft.Extensions.Hosting"))));

    private static XElement Reference(string id, string version) =>
        new("PackageReference", new XAttribute("Include", id), new XAttribute("Version", version));

    /// <summary>
    /// Adds the local feed to the sources the machine has. Packages are unpacked in the application's own folder, so that the one under
    /// test leaves no trace in the user's cache; the others are taken from there, not fetched again.
    /// </summary>
    private static async Task<XElement> SourcesAsync(PackedPackage package, CancellationToken cancellationToken)
    {
        const string label = "global-packages:";
        var locals = await DotnetCommand.RunAsync(package.Feed, ["nuget", "locals", "global-packages", "--list", "--force-english-output"], cancellationToken);
        var cache = locals[(locals.IndexOf(label, StringComparison.Ordinal) + label.Length)..].Trim();
        return new XElement(
            "configuration",
            new XElement("config", Setting("globalPackagesFolder", "packages")),
            new XElement("fallbackPackageFolders", Setting("user", cache)),
            new XElement("packageSources", Setting("packed", package.Feed)));
    }

    private static XElement Setting(string key, string value) => new("add", new XAttribute("key", key), new XAttribute("value", value));

    private Task WriteAsync(string name, XElement content, CancellationToken cancellationToken) =>
        File.WriteAllTextAsync(_directory.Combine(name), content.ToString(), cancellationToken);
}
