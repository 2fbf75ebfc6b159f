using WalletKit.Storage.Relational;
using WalletKit.Stores;

namespace WalletKit.PostgreSql.Writing;

/// <summary>Nothing to be done, once everything is done that was asked for before about some wallets. The result is always true.</summary>
/// <param name="walletIds">The wallets.</param>
internal sealed class PassRequest(IReadOnlyList<WalletId> walletIds) : WriteRequest<StagedChanges, bool>, IWalletRequest
{
    public override int Weight => 0;

    public IEnumerable<WalletId> Wallets => walletIds;

    protected override bool Work(StagedChanges session, DateTimeOffset now) => true;
}
