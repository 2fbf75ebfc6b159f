using Microsoft.AspNetCore.Http;

namespace WalletKit.AspNetCore.Binding;

/// <summary>A request that HTTP or JSON refuses before WalletKit is asked.</summary>
internal sealed class RefusedRequestException(int status, string code, string field, string rule) : Exception($"{field} {rule}.")
{
    private const int MaxNameLength = 64;

    public int Status { get; } = status;

    public string Code { get; } = code;

    public string Field { get; } = field;

    /// <summary>The refusal of a field, header or parameter that is malformed. A caller may have made up its name, so the name is cut at 64 characters.</summary>
    public static RefusedRequestException Malformed(string field, string rule) => new(StatusCodes.Status400BadRequest, "invalid_input", Short(field), rule);

    // Never in the middle of a character of two.
    private static string Short(string name) =>
        name.Length <= MaxNameLength ? name : name[..(char.IsHighSurrogate(name[MaxNameLength - 1]) ? MaxNameLength - 1 : MaxNameLength)];
}
