using WalletKit.Storage;

namespace WalletKit.Tests.Storage;

/// <summary>Two stores that keep the same wallets, taking turns call by call.</summary>
internal sealed class AlternatingWalletStore(IWalletStore first, IWalletStore second) : ForwardingWalletStore
{
    private int _calls;

    protected override IWalletStore Next => int.IsOddInteger(Interlocked.Increment(ref _calls)) ? first : second;

    public override async ValueTask OpenAsync(CancellationToken cancellationToken = default)
    {
        await first.OpenAsync(cancellationToken);
        await second.OpenAsync(cancellationToken);
    }

    public override async ValueTask DisposeAsync()
    {
        await first.DisposeAsync();
        await second.DisposeAsync();
    }
}
