using System.Text.Json;

namespace WalletKit.Storage.Relational;

/// <summary>A row that holds what no release writes. An audit names it and goes on.</summary>
internal static class UnreadableRow
{
    /// <summary>Whether an exception came of a value that is not of its kind. A failure of the database itself is an exception of its driver.</summary>
    public static bool Is(Exception exception) =>
        exception is WalletStoreException or ArgumentException or FormatException or OverflowException or InvalidOperationException or InvalidCastException or JsonException;

    /// <summary>Reads a value; where that fails, says why.</summary>
    public static (T? Value, string? Problem) TryRead<TRow, T>(TRow row, Func<TRow, T> read)
        where T : class
    {
        try
        {
            return (read(row), null);
        }
        catch (Exception exception) when (Is(exception))
        {
            return (null, exception.Message);
        }
    }
}
