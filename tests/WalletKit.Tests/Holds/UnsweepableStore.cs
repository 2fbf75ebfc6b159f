using System.Collections.Concurrent;
using WalletKit.Commands;
using WalletKit.Storage;
using WalletKit.Stores;
using WalletKit.Testing;

namespace WalletKit.Tests.Holds;

/// <summary>A damaged store: it lists some wallets as having expired holds forever, before all others, and may fail to sweep them.</summary>
internal sealed class UnsweepableStore(IWalletStore inner, params WalletId[] listed) : ForwardingWalletStore(inner)
{
    private readonly ConcurrentDictionary<WalletId, int> _sweeps = new();
    private int _underWay;

    /// <summary>Called at the sweep of a listed wallet. It gives the answer, or null, and then the command is done.</summary>
    public Func<WalletId, ValueTask<BatchResult?>> Sweeping { get; init; } = _ => default;

    /// <summary>The number of sweep commands on which the store works.</summary>
    public int UnderWay => _underWay;

    /// <summary>The number of sweep commands for a wallet.</summary>
    public int SweepsOf(WalletId walletId) => _sweeps.GetValueOrDefault(walletId);

    /// <summary>The number of sweep commands for all wallets.</summary>
    public int Sweeps => _sweeps.Values.Sum();

    public override async ValueTask<IReadOnlyList<WalletId>> ListExpiringWalletsAsync(int limit, CancellationToken cancellationToken = default) =>
        [.. listed.Concat(await Target.ListExpiringWalletsAsync(limit, cancellationToken)).Distinct().Take(limit)];

    public override async ValueTask<BatchResult> CommitAsync(CommandBatch batch, CancellationToken cancellationToken = default)
    {
        if (batch[0] is not ExpireHolds)
        {
            return await Target.CommitAsync(batch, cancellationToken);
        }

        Interlocked.Increment(ref _underWay);
        try
        {
            var wallet = batch[0].WalletId;
            _sweeps.AddOrUpdate(wallet, 1, (_, count) => count + 1);
            return (listed.Contains(wallet) ? await Sweeping(wallet) : null) ?? await Target.CommitAsync(batch, cancellationToken);
        }
        finally
        {
            Interlocked.Decrement(ref _underWay);
        }
    }
}
