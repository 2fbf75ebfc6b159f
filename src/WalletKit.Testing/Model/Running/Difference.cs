namespace WalletKit.Testing.Model.Running;

/// <summary>Something that a store answered otherwise than the model.</summary>
/// <param name="What">What was asked.</param>
/// <param name="Expected">What the model says.</param>
/// <param name="Actual">What the store says.</param>
internal sealed record Difference(string What, string Expected, string Actual)
{
    /// <returns>Null where there is no difference.</returns>
    public static Difference? Between(string what, string expected, string actual) => expected == actual ? null : new Difference(what, expected, actual);
}
