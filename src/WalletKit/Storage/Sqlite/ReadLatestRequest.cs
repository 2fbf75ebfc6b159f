using WalletKit.Storage.Relational;

namespace WalletKit.Storage.Sqlite;

/// <summary>A reading of wallets in its turn among the commits.</summary>
internal sealed class ReadLatestRequest(IReadOnlyList<WalletId> walletIds) : WriteRequest<WriteSession, IReadOnlyList<Wallet>>
{
    protected override IReadOnlyList<Wallet> Work(WriteSession session, DateTimeOffset now) =>
        [.. walletIds.Select(session.Staged.FindWallet).OfType<Wallet>().Select(wallet => session.Staged.AsOf(wallet, now))];
}
