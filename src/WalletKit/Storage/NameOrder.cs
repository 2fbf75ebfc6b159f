namespace WalletKit;

/// <summary>The order of wallets' names: by code point, which is the order of their UTF-8 bytes.</summary>
/// <remarks>
/// Databases keep names in this order. .NET's ordinal order differs where a character outside the basic plane meets one of U+E000 to U+FFFF.
/// </remarks>
public sealed class NameOrder : IComparer<string>
{
    private NameOrder()
    {
    }

    /// <summary>Gets the only instance of the order.</summary>
    public static NameOrder Instance { get; } = new();

    /// <inheritdoc/>
    public int Compare(string? x, string? y)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        var common = x.AsSpan().CommonPrefixLength(y);
        return common < x.Length && common < y.Length ? Weight(x[common]) - Weight(y[common]) : x.Length - y.Length;
    }

    // A surrogate half stands for a character that comes after all single characters.
    private static int Weight(char character) => char.IsSurrogate(character) ? character + char.MaxValue : character;
}
