namespace WalletKit.Packaging.Tests;

/// <summary>Lets the tests of the package share one packing, and keeps their builds from running side by side.</summary>
[CollectionDefinition(Name)]
public sealed class PackedPackageDefinition : ICollectionFixture<PackedPackage>
{
    public const string Name = "packed package";
}
