using System.Threading.Channels;

namespace WalletKit.Rebates;

/// <summary>
/// Wakes the background service. It is a bounded channel that keeps one signal and drops the rest: the rebates themselves are in the store, so a lost
/// signal costs time and nothing else.
/// </summary>
internal sealed class RebateSignal
{
    private readonly Channel<bool> _channel = Channel.CreateBounded<bool>(new BoundedChannelOptions(1)
    {
        FullMode = BoundedChannelFullMode.DropWrite,
        SingleReader = true,
    });

    public void Set() => _channel.Writer.TryWrite(true);

    /// <summary>Waits for a signal and takes it.</summary>
    public async ValueTask WaitAsync(CancellationToken cancellationToken) =>
        await _channel.Reader.ReadAsync(cancellationToken).ConfigureAwait(false);
}
