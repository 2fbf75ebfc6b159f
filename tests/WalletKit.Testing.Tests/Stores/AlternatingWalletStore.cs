using WalletKit.Stores;

namespace WalletKit.Testing.Tests.Stores;

/// <summary>Two stores that keep the same wallets, taking turns call by call.</summary>
internal sealed class AlternatingWalletStore(IWalletStore first, IWalletStore second) : ForwardingWalletStore(first)
{
    private int _calls;

    protected override IWalletStore Target => int.IsOddInteger(Interlocked.Increment(ref _calls)) ? base.Target : second;

    public override async ValueTask OpenAsync(CancellationToken cancellationToken = default)
    {
        await base.Target.OpenAsync(cancellationToken);
        await second.OpenAsync(cancellationToken);
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await second.DisposeAsync();
    }
}
