namespace WalletKit.Testing.Conformance;

/// <summary>Marks a check, or all checks of a class, for stores whose content outlives them.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Class)]
internal sealed class NeedsDurabilityAttribute : Attribute;
