using Microsoft.AspNetCore.Http;

namespace WalletKit.AspNetCore.Binding;

/// <summary>The refusal of a request by the rules of HTTP or JSON, before WalletKit is called.</summary>
internal sealed class RefusedRequestException(int status, string code, string field, string rule) : Exception($"{field} {rule}.")
{
    private const int MaxNameLength = 64;

    public int Status { get; } = status;

    public string Code { get; } = code;

    public string Field { get; } = field;

    /// <summary>The refusal of a malformed field, header or parameter. The caller may have invented the name, so the name is cut at 64 characters.</summary>
    public static RefusedRequestException Malformed(string field, string rule) => new(StatusCodes.Status400BadRequest, "invalid_input", Short(field), rule);

    // The cut is never in the middle of a surrogate pair.
    private static string Short(string name) =>
        name.Length <= MaxNameLength ? name : name[..(char.IsHighSurrogate(name[MaxNameLength - 1]) ? MaxNameLength - 1 : MaxNameLength)];
}
