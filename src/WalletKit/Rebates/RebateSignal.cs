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

    // Whether a signal is on its way. Nearly every deposit of a busy host finds one, and must not wait for the channel's lock.
    private int _isSet;

    public void Set()
    {
        // The barrier keeps the read behind the commit: the service clears the flag first, and looks for rebates afterwards.
        Interlocked.MemoryBarrier();
        if (Volatile.Read(ref _isSet) == 0 && Interlocked.Exchange(ref _isSet, 1) == 0)
        {
            _channel.Writer.TryWrite(true);
        }
    }

    /// <summary>Waits for a signal and takes it.</summary>
    public async ValueTask WaitAsync(CancellationToken cancellationToken)
    {
        await _channel.Reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        Interlocked.Exchange(ref _isSet, 0);
    }
}
