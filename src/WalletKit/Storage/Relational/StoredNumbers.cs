using System.Collections.Immutable;
using System.Globalization;

namespace WalletKit.Storage.Relational;

/// <summary>A list of numbers as JSON, for a person who reads the tables in a shell.</summary>
internal static class StoredNumbers
{
    public static string? Write(ImmutableArray<long> numbers) =>
        numbers.IsEmpty ? null : $"[{string.Join(',', numbers.Select(static number => number.ToString(CultureInfo.InvariantCulture)))}]";

    /// <exception cref="WalletStoreException">The text is not in the form in which lists are written.</exception>
    public static ImmutableArray<long> Read(string text)
    {
        if (text.Length < 3 || text[0] != '[' || text[^1] != ']')
        {
            throw Unreadable();
        }

        var numbers = ImmutableArray.CreateBuilder<long>();
        foreach (var part in text.AsSpan(1, text.Length - 2).Split(','))
        {
            numbers.Add(long.TryParse(text.AsSpan(1, text.Length - 2)[part], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw Unreadable());
        }

        return numbers.ToImmutable();
    }

    private static WalletStoreException Unreadable() => new(StoreFailure.Corrupt, "journal.expired_holds holds something else than a list of numbers.");
}
