namespace WalletKit.PostgreSql.Schema;

/// <summary>The database did not give as many connections as the store uses. A server that is just failing over looks the same, so opening is tried again.</summary>
internal sealed class TooFewConnectionsException(string message, Exception reason) : Exception(message, reason);
