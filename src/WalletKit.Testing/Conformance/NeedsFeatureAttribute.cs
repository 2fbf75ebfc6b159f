using WalletKit.Stores;

namespace WalletKit.Testing.Conformance;

/// <summary>Marks a check, or all checks of a class, for stores that declare a feature.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Class)]
internal sealed class NeedsFeatureAttribute(StoreFeatures features) : Attribute
{
    public StoreFeatures Features => features;
}
