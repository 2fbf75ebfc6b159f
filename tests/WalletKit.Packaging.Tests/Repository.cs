using System.Xml.Linq;

namespace WalletKit.Packaging.Tests;

/// <summary>The files of the repository that define the package.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    /// <summary>The package's version, from the one place where it is kept.</summary>
    public static string Version => Property("Directory.Build.props", "Version");

    public static string TargetFramework => Property("Directory.Build.props", "TargetFramework");

    public static XDocument Load(string path) => XDocument.Load(Path.Combine(Root, path));

    public static string CentralVersion(string package) => Load("Directory.Packages.props")
        .Descendants("PackageVersion")
        .Single(element => (string?)element.Attribute("Include") == package)
        .Attribute("Version")!.Value;

    private static string Property(string path, string name) => Load(path).Descendants(name).Single().Value;

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
