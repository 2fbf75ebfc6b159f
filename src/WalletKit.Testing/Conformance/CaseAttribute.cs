namespace WalletKit.Testing.Conformance;

/// <summary>What to run a check with: an argument for each of its parameters.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
internal sealed class CaseAttribute(params object?[]? arguments) : Attribute
{
    /// <summary>The arguments; the compiler hands over a single null as no array.</summary>
    public object?[] Arguments { get; } = arguments ?? [null];
}
