namespace WalletKit.Testing.Conformance;

/// <summary>A case of a check: an argument for each of its parameters.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
internal sealed class CaseAttribute(params object?[]? arguments) : Attribute
{
    /// <summary>The arguments. The compiler passes a single null as a null array.</summary>
    public object?[] Arguments { get; } = arguments ?? [null];
}
