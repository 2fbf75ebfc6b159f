using System.Threading.Channels;
using WalletKit.Stores;
using WalletKit.Testing;

namespace WalletKit.Tests.Keys;

/// <summary>A store that reports the end of each walk through its keys, so that a test waits for the event itself, and that can be made to fail or to wait.</summary>
internal sealed class WalkedStore(IWalletStore inner) : ForwardingWalletStore(inner)
{
    private readonly Channel<bool> _ends = Channel.CreateUnbounded<bool>();

    /// <summary>The exception that the next call throws; null to work.</summary>
    public Exception? Failure { get; set; }

    /// <summary>Runs before a piece is deleted, with the number of the call.</summary>
    public Func<int, CancellationToken, Task> BeforePiece { get; set; } = (_, _) => Task.CompletedTask;

    /// <summary>The arguments and the outcome of each call that worked.</summary>
    public List<(TimeSpan Age, KeyPlace? After, int Limit, KeyDeletion Outcome)> Pieces { get; } = [];

    public int Calls { get; private set; }

    /// <summary>Waits for the end of the next walk for which no earlier call has waited; true if the walk worked.</summary>
    public async Task<bool> WalkedAsync() => await _ends.Reader.ReadAsync(Token).AsTask().WaitAsync(TimeSpan.FromSeconds(60));

    public override async ValueTask<KeyDeletion> DeleteKeysAsync(TimeSpan age, KeyPlace? after, int limit, CancellationToken cancellationToken = default)
    {
        Calls++;
        if (Failure is { } failure)
        {
            Failure = null;
            _ends.Writer.TryWrite(false);
            throw failure;
        }

        await BeforePiece(Calls, cancellationToken);
        var outcome = await Target.DeleteKeysAsync(age, after, limit, cancellationToken);
        Pieces.Add((age, after, limit, outcome));
        if (outcome.Next is null)
        {
            _ends.Writer.TryWrite(true);
        }

        return outcome;
    }
}
