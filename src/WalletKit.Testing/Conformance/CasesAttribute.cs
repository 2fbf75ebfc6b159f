namespace WalletKit.Testing.Conformance;

/// <summary>What to run a check of one parameter with: each text that a static property of its class, or of a class below, lists.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class CasesAttribute(string property) : Attribute
{
    public string Property { get; } = property;
}
