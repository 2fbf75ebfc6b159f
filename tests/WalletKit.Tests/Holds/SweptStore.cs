using System.Threading.Channels;
using WalletKit.Stores;
using WalletKit.Testing;

namespace WalletKit.Tests.Holds;

/// <summary>A store that reports the end of each sweep, so that a test waits for the event itself, and that can be made to fail.</summary>
internal sealed class SweptStore(IWalletStore inner) : ForwardingWalletStore(inner), IDisposable
{
    private readonly Channel<bool> _ends = Channel.CreateUnbounded<bool>();

    /// <summary>The exception that the next listing throws; null to work.</summary>
    public Exception? Failure { get; set; }

    /// <summary>Whether listings wait until they are given up.</summary>
    public bool Hangs { get; set; }

    public int Listings { get; private set; }

    /// <summary>Waits for the end of the next sweep for which no earlier call has waited; true if the sweep worked.</summary>
    public async Task<bool> SweptAsync() =>
        await _ends.Reader.ReadAsync(Token).AsTask().WaitAsync(TimeSpan.FromSeconds(60));

    public override async ValueTask<IReadOnlyList<WalletId>> ListExpiringWalletsAsync(int limit, CancellationToken cancellationToken = default)
    {
        Listings++;
        if (Failure is { } failure)
        {
            Failure = null;
            _ends.Writer.TryWrite(false);
            throw failure;
        }

        if (Hangs)
        {
            _ends.Writer.TryWrite(false);
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }

        var wallets = await Target.ListExpiringWalletsAsync(limit, cancellationToken);
        if (wallets.Count == 0)
        {
            _ends.Writer.TryWrite(true);
        }

        return wallets;
    }

    public void Dispose()
    {
    }
}
