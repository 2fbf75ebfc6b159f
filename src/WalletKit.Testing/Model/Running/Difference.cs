namespace WalletKit.Testing.Model.Running;

/// <summary>A difference between a store's answer and the model's.</summary>
/// <param name="What">The question.</param>
/// <param name="Expected">The model's answer.</param>
/// <param name="Actual">The store's answer.</param>
internal sealed record Difference(string What, string Expected, string Actual)
{
    /// <returns>Null where there is no difference.</returns>
    public static Difference? Between(string what, string expected, string actual) => expected == actual ? null : new Difference(what, expected, actual);
}
