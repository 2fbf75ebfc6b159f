namespace WalletKit.Testing.Conformance;

/// <summary>Marks a method of <see cref="StoreChecks"/> that checks the promise in its name. It runs once, or once for each of its cases.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class CheckAttribute : Attribute;
