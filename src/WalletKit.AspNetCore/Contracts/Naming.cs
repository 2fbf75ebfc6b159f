using System.Text.Json;
using WalletKit.Rules;

namespace WalletKit.AspNetCore.Contracts;

/// <summary>The values of enumerations as they are written outside: <c>TransferOut</c> is <c>transfer_out</c>, as the codes of problems are.</summary>
internal static class Naming
{
    private static readonly Dictionary<string, TransactionType> s_transactionTypes = Enum.GetValues<TransactionType>().ToDictionary(Of, StringComparer.Ordinal);

    /// <summary>The names of all types of transactions.</summary>
    public static IReadOnlyCollection<string> TransactionTypes => s_transactionTypes.Keys;

    public static string Of<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());

    /// <summary>The type of a name; null where it is the name of none.</summary>
    public static TransactionType? FindTransactionType(string? name) =>
        name is not null && s_transactionTypes.TryGetValue(name, out var type) ? type : null;
}
