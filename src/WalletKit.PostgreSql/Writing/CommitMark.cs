using WalletKit.Rules;

namespace WalletKit.PostgreSql.Writing;

/// <summary>The row that proves that a commit stands.</summary>
/// <param name="WalletId">A wallet that the commit keeps locked.</param>
/// <param name="Session">The connection that made the commit.</param>
/// <param name="Number">The number of the commit among the connection's commits.</param>
internal sealed record CommitMark(WalletId WalletId, Guid Session, long Number);
