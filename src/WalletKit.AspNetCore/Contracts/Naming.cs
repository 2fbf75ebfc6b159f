using System.Text.Json;
using WalletKit.Rules;

namespace WalletKit.AspNetCore.Contracts;

/// <summary>The names of enumeration values in requests and answers: <c>TransferOut</c> is <c>transfer_out</c>, in the style of the problem codes.</summary>
internal static class Naming
{
    private static readonly Dictionary<string, TransactionType> s_transactionTypes = Enum.GetValues<TransactionType>().ToDictionary(Of, StringComparer.Ordinal);

    /// <summary>The names of all transaction types.</summary>
    public static IReadOnlyCollection<string> TransactionTypes => s_transactionTypes.Keys;

    public static string Of<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());

    /// <summary>The transaction type of a name; null where no type has the name.</summary>
    public static TransactionType? FindTransactionType(string? name) =>
        name is not null && s_transactionTypes.TryGetValue(name, out var type) ? type : null;
}
