using WalletKit.Pipeline;
using WalletKit.Stores;

namespace WalletKit.Tests;

/// <summary>A pipeline that goes straight to a store, for tests of one caller alone.</summary>
internal sealed class BarePipeline(IWalletStore store) : ICommandPipeline
{
    public ValueTask<BatchResult> CommitAsync(CommandBatch batch, Route route, CancellationToken cancellationToken) => store.CommitAsync(batch, cancellationToken);

    public void ThrowIfMisplaced(Route route)
    {
    }
}
