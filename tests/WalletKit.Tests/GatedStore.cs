using WalletKit.Stores;
using WalletKit.Testing;
using WalletKit.Testing.Model.Answers;

namespace WalletKit.Tests;

/// <summary>A store at whose door a test can stand: it sees what is handed over, can make it wait or fail, and sees it done.</summary>
internal sealed class GatedStore(IWalletStore inner) : ForwardingWalletStore(inner), IDisposable
{
    private int _underWay;
    private int _mostUnderWay;

    public IWalletStore Inner => Target;

    /// <summary>Runs before a batch is handed to the store inside.</summary>
    public Func<CommandBatch, Task> BeforeCommit { get; set; } = _ => Task.CompletedTask;

    /// <summary>Runs once the store inside has answered.</summary>
    public Func<CommandBatch, BatchResult, Task> AfterCommit { get; set; } = (_, _) => Task.CompletedTask;

    /// <summary>Runs before a transaction is looked for by its time.</summary>
    public Func<Task> BeforeReadAsOf { get; set; } = () => Task.CompletedTask;

    /// <summary>How many batches were handed over and are not answered.</summary>
    public int UnderWay => Volatile.Read(ref _underWay);

    /// <summary>The most that there were at once.</summary>
    public int MostUnderWay => Volatile.Read(ref _mostUnderWay);

    public override async ValueTask<BatchResult> CommitAsync(CommandBatch batch, CancellationToken cancellationToken = default)
    {
        InterlockedMax(ref _mostUnderWay, Interlocked.Increment(ref _underWay));
        try
        {
            // With nobody at the door the batch goes straight through, in the order of the calls.
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
