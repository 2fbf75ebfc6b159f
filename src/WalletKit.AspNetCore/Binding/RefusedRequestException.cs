namespace WalletKit.AspNetCore.Binding;

/// <summary>A request that HTTP or JSON refuses before WalletKit is asked.</summary>
internal sealed class RefusedRequestException(int status, string code, string name, string rule) : Exception($"{name} {rule}.")
{
    public int Status { get; } = status;

    public string Code { get; } = code;

    public string Field { get; } = name;
}
