namespace WalletKit.Storage.Relational;

/// <summary>A column of a list. Statements are made from its name, and values are bound and read by its place.</summary>
/// <param name="Name">The name in the table.</param>
/// <param name="Place">The place in its list, which begins with 0.</param>
internal readonly record struct Column(string Name, int Place)
{
    /// <summary>The column of a row that has no other column.</summary>
    public static Column Only { get; } = new("", 0);
}
