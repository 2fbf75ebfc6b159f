namespace WalletKit.Testing.Conformance;

/// <summary>A method of <see cref="StoreChecks"/> that keeps one promise, which its name tells; run once, or once for each of its cases.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class CheckAttribute : Attribute;
