using WalletKit.AspNetCore.Binding;

namespace WalletKit.AspNetCore.Problems;

/// <summary>Refusals of the endpoints of WalletKit, with the names that their callers used.</summary>
internal static class CallRefusal
{
    private static readonly Dictionary<string, string> s_names = new(StringComparer.Ordinal)
    {
        ["idempotencyKey"] = IdempotencyKeyReading.Header,
        ["destination"] = "to",
        ["expiresIn"] = "expiresInSeconds",
        ["since"] = QueryParameters.Start.Name,
        ["until"] = QueryParameters.End.Name,
    };

    public static Refusal Of(WalletException exception) => exception switch
    {
        InvalidInputException { Field: "metadata key" or "metadata value" } => exception.ToRefusal() with { Field = "metadata" },
        InvalidInputException input when s_names.TryGetValue(input.Field, out var name) => exception.ToRefusal() with { Field = name, Detail = name + input.Message[input.Field.Length..] },

        // A tag that never belonged to this wallet gives no version to name.
        ConcurrencyConflictException { ExpectedVersion: < 1 } conflict =>
            exception.ToRefusal() with { Detail = $"wallet {conflict.WalletId} is at version {conflict.ActualVersion}, which If-Match does not name." },
        _ => exception.ToRefusal(),
    };
}
