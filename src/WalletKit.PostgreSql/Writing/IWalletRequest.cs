using WalletKit.Storage.Relational;
using WalletKit.Stores;

namespace WalletKit.PostgreSql.Writing;

/// <summary>A request that is about wallets, so that requests about the same wallet are done in the order in which they came.</summary>
internal interface IWalletRequest
{
    /// <summary>The wallets that the request names or was found to be about. A wallet may come twice.</summary>
    IEnumerable<WalletId> Wallets { get; }

    /// <summary>The wallets that a request is about; none where it is about no wallet.</summary>
    static IEnumerable<WalletId> WalletsOf(WriteRequest<StagedChanges> request) => request is IWalletRequest { Wallets: var wallets } ? wallets : [];
}
