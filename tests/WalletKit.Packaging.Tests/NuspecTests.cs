using System.Xml.Linq;

namespace WalletKit.Packaging.Tests;

/// <summary>WalletKit.nuspec repeats facts of the project; these tests keep the two equal.</summary>
public sealed class NuspecTests
{
    private static XElement Metadata => BuildSettings.Load("WalletKit.nuspec").Root!.Child("metadata");

    [Fact]
    public void Dependencies_are_the_projects_own_packages_at_the_central_versions()
    {
        var referenced = BuildSettings.Load("src/WalletKit/WalletKit.csproj")
            .Descendants("PackageReference")
            .Where(reference => !IsPrivate(reference))
            .Select(reference => reference.Attribute("Include")!.Value)
            .Select(package => $"{package} {BuildSettings.CentralVersion(package)}");

        var declared = Metadata.Child("dependencies")
            .Descendants()
            .Where(element => element.Name.LocalName == "dependency")
            .Select(dependency => $"{dependency.Attribute("id")!.Value} {dependency.Attribute("version")!.Value}");

        Assert.Equal(referenced.Order(StringComparer.Ordinal), declared.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_one_group_of_dependencies_is_for_the_framework_the_project_targets()
    {
        var group = Assert.Single(Metadata.Child("dependencies").Elements());

        Assert.Equal(BuildSettings.TargetFramework, group.Attribute("targetFramework")!.Value);
    }

    [Fact]
    public void The_version_and_the_names_are_kept_once_outside_the_nuspec()
    {
        Assert.Equal("$version$", Metadata.Child("version").Value);
        Assert.Equal("$authors$", Metadata.Child("authors").Value);
        Assert.Equal("$copyright$", Metadata.Child("copyright").Value);
    }

    private static bool IsPrivate(XElement reference) =>
        string.Equals((string?)reference.Attribute("PrivateAssets") ?? (string?)reference.Element("PrivateAssets"), "all", StringComparison.OrdinalIgnoreCase);
}
