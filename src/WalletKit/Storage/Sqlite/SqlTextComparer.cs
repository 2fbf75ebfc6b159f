namespace WalletKit.Storage.Sqlite;

/// <summary>Compares texts of statements. Most are the very same object, so a hash over the whole of such a long text would cost more than it saves.</summary>
internal sealed class SqlTextComparer : IEqualityComparer<string>
{
    private const int Last = 24;

    public static readonly SqlTextComparer Instance = new();

    public bool Equals(string? x, string? y) => string.Equals(x, y, StringComparison.Ordinal);

    // Statements over the same tables differ in their length, or at their end.
    public int GetHashCode(string obj) => HashCode.Combine(obj.Length, string.GetHashCode(obj.AsSpan(Math.Max(0, obj.Length - Last)), StringComparison.Ordinal));
}
