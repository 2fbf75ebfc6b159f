namespace WalletKit.AspNetCore.Access;

/// <summary>Marks endpoints that a host opened without authorization: every caller is an operator.</summary>
internal sealed class OpenToAll;
