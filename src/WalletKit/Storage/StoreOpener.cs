using Microsoft.Extensions.Hosting;
using WalletKit.Stores;

namespace WalletKit.Storage;

/// <summary>Opens the store when the host starts, so that a store that cannot be opened fails the start and not the first customer.</summary>
internal sealed class StoreOpener(IWalletStore store) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken) => await store.OpenAsync(cancellationToken).ConfigureAwait(false);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
