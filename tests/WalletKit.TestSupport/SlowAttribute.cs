using Xunit.v3;

namespace WalletKit.TestSupport;

/// <summary>
/// Marks tests that take more than a few seconds, or that start a process or a server. The one-minute loop of docs/testing.md leaves them out by the trait
/// <c>Speed=slow</c>.
/// </summary>
[AttributeUsage(AttributeTargets.Assembly | AttributeTargets.Class | AttributeTargets.Method)]
public sealed class SlowAttribute : Attribute, ITraitAttribute
{
    public IReadOnlyCollection<KeyValuePair<string, string>> GetTraits() => [new("Speed", "slow")];
}
