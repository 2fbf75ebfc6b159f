using System.Xml.Linq;

namespace WalletKit.Packaging.Tests;

/// <summary>A new application in a folder of its own, which uses WalletKit only as a package.</summary>
internal sealed class FreshApp : IDisposable
{
    private readonly string _sdk;
    private readonly (string Id, string Version)[] _packages;
    private readonly TemporaryDirectory _directory = new();

    private FreshApp(string sdk, params (string Id, string Version)[] packages)
    {
        _sdk = sdk;
        _packages = packages;
    }

    /// <summary>A console application.</summary>
    public static FreshApp OfConsole(PackedPackage package) => OfConsole(package, ["WalletKit", "Microsoft.Extensions.Hosting"]);

    /// <summary>A console application with the named packages, each at the version that was packed or that the repository uses.</summary>
    public static FreshApp OfConsole(PackedPackage package, IEnumerable<string> ids) => new(
        "Microsoft.NET.Sdk",
        [.. ids.Select(id => (id, id.StartsWith("WalletKit", StringComparison.Ordinal) ? package.Version : BuildSettings.CentralVersion(id)))]);

    /// <summary>A web application.</summary>
    public static FreshApp OfWeb(PackedPackage package) =>
        new("Microsoft.NET.Sdk.Web", ("WalletKit", package.Version), ("WalletKit.AspNetCore", package.Version));

    /// <summary>An xunit test project, which is an application as well.</summary>
    public static FreshApp OfTests(PackedPackage package) =>
        new("Microsoft.NET.Sdk", ("WalletKit.Testing.Xunit", package.Version), ("xunit.v3", BuildSettings.CentralVersion("xunit.v3")));

    /// <summary>Writes the application, builds it and runs it in its folder.</summary>
    /// <returns>The output of the application.</returns>
    public async Task<string> RunAsync(PackedPackage package, string program, CancellationToken cancellationToken)
    {
        await WriteAsync("FreshApp.csproj", Project(), cancellationToken);
        await WriteAsync("nuget.config", await SourcesAsync(package, cancellationToken), cancellationToken);
        await File.WriteAllTextAsync(_directory.File("Program.cs"), program, cancellationToken);
        await DotnetCommand.RunAsync(_directory.FullName, ["build", "--disable-build-servers"], cancellationToken);
        return await DotnetCommand.RunAsync(_directory.FullName, [Path.Combine("bin", "Debug", "net10.0", "FreshApp.dll")], cancellationToken);
    }

    public void Dispose() => _directory.Dispose();

    private XElement Project() => new(
        "Project",
        new XAttribute("Sdk", _sdk),
        new XElement(
            "PropertyGroup",
            new XElement("OutputType", "Exe"),
            new XElement("TargetFramework", "net10.0"),
            new XElement("Nullable", "enable"),
            new XElement("ImplicitUsings", "enable"),
            // A warning that a host would get when it adds the package is found here.
            new XElement("TreatWarningsAsErrors", "true")),
        new XElement(
            "ItemGroup",
            _packages.Select(package => Reference(package.Id, package.Version))));

    private static XElement Reference(string id, string version) =>
        new("PackageReference", new XAttribute("Include", id), new XAttribute("Version", version));

    /// <summary>
    /// Adds the local feed to the sources of the machine. Packages are unpacked in the application's own folder, so that the package under test leaves no trace in
    /// the user's cache; the other packages are taken from the cache, not downloaded again.
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
        File.WriteAllTextAsync(_directory.File(name), content.ToString(), cancellationToken);
}
