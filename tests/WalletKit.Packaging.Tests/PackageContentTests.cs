using System.IO.Compression;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Xml.Linq;

namespace WalletKit.Packaging.Tests;

[Collection(PackedPackageDefinition.Name)]
public sealed class PackageContentTests(PackedPackage package)
{
    private const string Http = "WalletKit.AspNetCore";

    [Fact]
    public void Packing_at_the_root_makes_these_packages_with_their_symbols_and_no_others()
    {
        string[] packages = ["WalletKit", Http, "WalletKit.EntityFrameworkCore", "WalletKit.PostgreSql", "WalletKit.Testing", "WalletKit.Testing.Xunit"];

        Assert.Equal(
            packages.SelectMany(id => (string[])[$"{id}.{package.Version}.nupkg", $"{id}.{package.Version}.snupkg"]).Order(StringComparer.Ordinal),
            Directory.EnumerateFiles(package.Feed).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Packing_gives_no_warning() =>
        Assert.DoesNotContain("warning", package.Output, StringComparison.OrdinalIgnoreCase);

    [Fact]
    public async Task The_package_holds_the_assembly_its_documentation_and_the_readme_and_nothing_else()
    {
        await using var archive = await package.OpenPackageAsync();

        Assert.Equal(["README.md", "WalletKit.nuspec", "lib/net10.0/WalletKit.dll", "lib/net10.0/WalletKit.xml"], Content(archive));
    }

    [Fact]
    public async Task The_http_package_holds_the_same_of_its_own()
    {
        await using var archive = await package.OpenPackageAsync(Http);
        await using var symbols = await package.OpenSymbolsAsync(Http);

        Assert.Equal(["README.md", "WalletKit.AspNetCore.nuspec", "lib/net10.0/WalletKit.AspNetCore.dll", "lib/net10.0/WalletKit.AspNetCore.xml"], Content(archive));
        Assert.Equal(["WalletKit.AspNetCore.nuspec", "lib/net10.0/WalletKit.AspNetCore.pdb"], Content(symbols));
    }

    [Fact]
    public async Task The_postgresql_package_holds_the_same_of_its_own_and_depends_on_nothing_but_the_driver()
    {
        const string id = "WalletKit.PostgreSql";
        await using var archive = await package.OpenPackageAsync(id);
        var dependencies = (await ReadXmlAsync(archive, $"{id}.nuspec")).Root!.Child("metadata").Child("dependencies").Child("group").Elements();

        Assert.Equal(["README.md", $"{id}.nuspec", $"lib/net10.0/{id}.dll", $"lib/net10.0/{id}.xml"], Content(archive));
        Assert.Equal(["Npgsql", "WalletKit"], dependencies.Select(element => element.Attribute("id")!.Value).Order(StringComparer.Ordinal));

        // The package uses internal types of the core, which any other version may have changed.
        var core = Assert.Single(dependencies, element => element.Attribute("id")!.Value == "WalletKit");
        Assert.Matches(@"^\[[^,]+\]$", core.Attribute("version")!.Value);
    }

    [Fact]
    public async Task The_entity_framework_package_holds_the_same_of_its_own_and_leaves_the_provider_to_the_host()
    {
        const string id = "WalletKit.EntityFrameworkCore";
        await using var archive = await package.OpenPackageAsync(id);
        var dependencies = (await ReadXmlAsync(archive, $"{id}.nuspec")).Root!.Child("metadata").Child("dependencies").Child("group").Elements();

        Assert.Equal(["README.md", $"{id}.nuspec", $"lib/net10.0/{id}.dll", $"lib/net10.0/{id}.xml"], Content(archive));
        Assert.Equal(
            ["Microsoft.EntityFrameworkCore.Relational", "WalletKit", "WalletKit.PostgreSql"],
            dependencies.Select(element => element.Attribute("id")!.Value).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("WalletKit.Testing")]
    [InlineData("WalletKit.Testing.Xunit")]
    public async Task A_testing_package_holds_the_same_of_its_own_and_shows_no_assertions_to_compilers(string id)
    {
        await using var archive = await package.OpenPackageAsync(id);
        var dependencies = (await ReadXmlAsync(archive, $"{id}.nuspec")).Root!.Child("metadata").Child("dependencies").Child("group").Elements();

        Assert.Equal(["README.md", $"{id}.nuspec", $"lib/net10.0/{id}.dll", $"lib/net10.0/{id}.xml"], Content(archive));
        var assertions = Assert.Single(dependencies, element => element.Attribute("id")!.Value == "xunit.v3.assert");
        Assert.DoesNotContain("Compile", assertions.Attribute("include")!.Value, StringComparison.Ordinal);
        Assert.Contains("Runtime", assertions.Attribute("include")!.Value, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_symbols_package_holds_the_symbols_and_nothing_else()
    {
        await using var archive = await package.OpenSymbolsAsync();

        Assert.Equal(["WalletKit.nuspec", "lib/net10.0/WalletKit.pdb"], Content(archive));
    }

    [Fact]
    public async Task The_symbols_are_those_of_the_assembly_in_the_package()
    {
        await using var packageArchive = await package.OpenPackageAsync();
        await using var symbolsArchive = await package.OpenSymbolsAsync();
        using var assembly = new PEReader(await ReadAsync(packageArchive, "lib/net10.0/WalletKit.dll"));
        using var symbols = MetadataReaderProvider.FromPortablePdbStream(await ReadAsync(symbolsArchive, "lib/net10.0/WalletKit.pdb"));

        var entry = assembly.ReadDebugDirectory().Single(entry => entry.Type == DebugDirectoryEntryType.CodeView);
        var expected = assembly.ReadCodeViewDebugDirectoryData(entry).Guid;

        var id = symbols.GetMetadataReader().DebugMetadataHeader!.Id;
        Assert.Equal(expected, new BlobContentId(id).Guid);
    }

    [Fact]
    public async Task The_assembly_is_built_deterministically()
    {
        await using var archive = await package.OpenPackageAsync();
        using var assembly = new PEReader(await ReadAsync(archive, "lib/net10.0/WalletKit.dll"));

        Assert.Contains(assembly.ReadDebugDirectory(), entry => entry.Type == DebugDirectoryEntryType.Reproducible);
    }

    [Fact]
    public async Task The_documentation_describes_the_entry_point()
    {
        await using var archive = await package.OpenPackageAsync();
        var documentation = await ReadXmlAsync(archive, "lib/net10.0/WalletKit.xml");

        var members = documentation.Descendants("member").Select(member => member.Attribute("name")!.Value);

        Assert.Contains(members, name => name.Contains("AddWalletKit(", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_metadata_names_version_license_and_readme_and_leaves_no_placeholder()
    {
        await using var archive = await package.OpenPackageAsync();
        var nuspec = await ReadXmlAsync(archive, "WalletKit.nuspec");
        var metadata = nuspec.Root!.Child("metadata");

        Assert.Equal("WalletKit", metadata.Child("id").Value);
        Assert.Equal(package.Version, metadata.Child("version").Value);
        Assert.Equal("expression", metadata.Child("license").Attribute("type")!.Value);
        Assert.Equal("MIT", metadata.Child("license").Value);
        Assert.Equal("README.md", metadata.Child("readme").Value);
        Assert.DoesNotContain("$", nuspec.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_http_package_needs_walletkit_of_its_own_version_and_the_shared_framework()
    {
        await using var archive = await package.OpenPackageAsync(Http);
        var metadata = (await ReadXmlAsync(archive, $"{Http}.nuspec")).Root!.Child("metadata");

        var dependencies = metadata.Child("dependencies").Child("group").Elements().Select(element => $"{element.Attribute("id")!.Value} {element.Attribute("version")!.Value}");
        var framework = metadata.Child("frameworkReferences").Child("group").Child("frameworkReference");

        Assert.Equal(["Microsoft.AspNetCore.OpenApi " + BuildSettings.CentralVersion("Microsoft.AspNetCore.OpenApi"), $"WalletKit {package.Version}"], dependencies.Order(StringComparer.Ordinal));
        Assert.Equal("Microsoft.AspNetCore.App", framework.Attribute("name")!.Value);
    }

    [Fact]
    public async Task The_http_package_names_version_license_and_readme_and_documents_its_entry_points()
    {
        await using var archive = await package.OpenPackageAsync(Http);
        var metadata = (await ReadXmlAsync(archive, $"{Http}.nuspec")).Root!.Child("metadata");
        var documentation = await ReadXmlAsync(archive, "lib/net10.0/WalletKit.AspNetCore.xml");

        Assert.Equal(Http, metadata.Child("id").Value);
        Assert.Equal(package.Version, metadata.Child("version").Value);
        Assert.Equal("MIT", metadata.Child("license").Value);
        Assert.Equal("README.md", metadata.Child("readme").Value);
        var members = documentation.Descendants("member").Select(member => member.Attribute("name")!.Value).ToList();
        Assert.Contains(members, name => name.Contains("AddWalletApi(", StringComparison.Ordinal));
        Assert.Contains(members, name => name.Contains("MapWallets(", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("WalletKit")]
    [InlineData(Http)]
    [InlineData("WalletKit.EntityFrameworkCore")]
    [InlineData("WalletKit.PostgreSql")]
    [InlineData("WalletKit.Testing")]
    [InlineData("WalletKit.Testing.Xunit")]
    public async Task The_readme_is_the_repositorys_own(string id)
    {
        await using var archive = await package.OpenPackageAsync(id);

        using var packed = await ReadAsync(archive, "README.md");

        Assert.Equal(await File.ReadAllBytesAsync(Repository.PathOf("README.md"), Token), packed.ToArray());
    }

    /// <summary>The files that the package's author put in, without the files that every package has by its format.</summary>
    private static IEnumerable<string> Content(ZipArchive archive) => archive.Entries
        .Select(entry => entry.FullName)
        .Where(name => name != "[Content_Types].xml" && !name.StartsWith("_rels/", StringComparison.Ordinal) && !name.StartsWith("package/", StringComparison.Ordinal))
        .Order(StringComparer.Ordinal);

    private static async Task<XDocument> ReadXmlAsync(ZipArchive archive, string name)
    {
        using var content = await ReadAsync(archive, name);
        return await XDocument.LoadAsync(content, LoadOptions.None, Token);
    }

    /// <summary>Reads a file into memory, because the readers of assemblies and symbols need to seek.</summary>
    private static async Task<MemoryStream> ReadAsync(ZipArchive archive, string name)
    {
        var entry = archive.GetEntry(name);
        Assert.NotNull(entry);
        await using var source = await entry.OpenAsync(Token);
        var copy = new MemoryStream();
        await source.CopyToAsync(copy, Token);
        copy.Position = 0;
        return copy;
    }
}
