using WalletKit.Stores;
using WalletKit.Testing;
using WalletKit.Testing.Model.Answers;

namespace WalletKit.Tests;

/// <summary>A store with a gate for tests: a test sees each batch before and after the commit, and can make it wait or fail.</summary>
internal sealed class GatedStore(IWalletStore inner) : ForwardingWalletStore(inner), IDisposable
{
    private int _underWay;
    private int _mostUnderWay;

    public IWalletStore Inner => Target;

    /// <summary>Runs before a batch is handed to the inner store.</summary>
    public Func<CommandBatch, Task> BeforeCommit { get; set; } = _ => Task.CompletedTask;

    /// <summary>Runs once the inner store has answered.</summary>
    public Func<CommandBatch, BatchResult, Task> AfterCommit { get; set; } = (_, _) => Task.CompletedTask;

    /// <summary>Runs before a transaction is searched for by its time.</summary>
    public Func<Task> BeforeReadAsOf { get; set; } = () => Task.CompletedTask;

    /// <summary>The number of batches that were handed over and are not answered.</summary>
    public int UnderWay => Volatile.Read(ref _underWay);

    /// <summary>The largest number of batches under way at once.</summary>
    public int MostUnderWay => Volatile.Read(ref _mostUnderWay);

    public override async ValueTask<BatchResult> CommitAsync(CommandBatch batch, CancellationToken cancellationToken = default)
    {
        InterlockedMax(ref _mostUnderWay, Interlocked.Increment(ref _underWay));
        try
        {
            // If no test uses the gate, the batch goes straight through, in the order of the calls.
            await BeforeCommit(batch);
            var result = await Target.CommitAsync(batch, cancellationToken);
            await AfterCommit(batch, result);
            return result;
        }
        finally
        {
            Interlocked.Decrement(ref _underWay);
        }
    }

    public override async ValueTask<TransactionAsOf> FindTransactionAsOfAsync(WalletId walletId, DateTimeOffset time, CancellationToken cancellationToken = default)
    {
        await BeforeReadAsOf();
        return await Target.FindTransactionAsOfAsync(walletId, time, cancellationToken);
    }

    public void Dispose() => (Target as IDisposable)?.Dispose();

    private static void InterlockedMax(ref int most, int value)
    {
        for (var seen = Volatile.Read(ref most); seen < value; seen = Volatile.Read(ref most))
        {
            Interlocked.CompareExchange(ref most, value, seen);
        }
    }
}
