namespace WalletKit.Testing.Conformance;

/// <summary>The cases of a check with one parameter: each text in a list that a static property of its class, or of a derived class, returns.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class CasesAttribute(string property) : Attribute
{
    public string Property { get; } = property;
}
