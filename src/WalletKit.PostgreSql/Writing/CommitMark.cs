using WalletKit.Rules;

namespace WalletKit.PostgreSql.Writing;

/// <summary>The row by which a commit can be told to stand.</summary>
/// <param name="WalletId">One of the wallets that it changed.</param>
/// <param name="Session">The connection that made it.</param>
/// <param name="Number">Which of the connection's commits it is.</param>
internal sealed record CommitMark(WalletId WalletId, Guid Session, long Number);
