using System.Xml.Linq;

namespace WalletKit.Packaging.Tests;

/// <summary>The files of the repository that define the package.</summary>
internal static class BuildSettings
{
    /// <summary>The package's version, from the one place where it is kept.</summary>
    public static string Version => Property("Directory.Build.props", "Version");

    public static string TargetFramework => Property("Directory.Build.props", "TargetFramework");

    public static XDocument Load(string path) => XDocument.Load(Repository.PathOf(path));

    public static string CentralVersion(string package) => Load("Directory.Packages.props")
        .Descendants("PackageVersion")
        .Single(element => (string?)element.Attribute("Include") == package)
        .Attribute("Version")!.Value;

    private static string Property(string path, string name) => Load(path).Descendants(name).Single().Value;
}
