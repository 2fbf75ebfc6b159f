using Microsoft.EntityFrameworkCore.Storage;

namespace WalletKit.EntityFrameworkCore.Tests.Joining;

/// <summary>A strategy that retries everything.</summary>
internal sealed class RetryingStrategy(ExecutionStrategyDependencies dependencies) : ExecutionStrategy(dependencies, maxRetryCount: 3, maxRetryDelay: TimeSpan.FromMilliseconds(1))
{
    private static int s_retries;

    public static int Retries
    {
        get => s_retries;
        set => s_retries = value;
    }

    protected override bool ShouldRetryOn(Exception exception) => Interlocked.Increment(ref s_retries) > 0;
}

/// <summary>Makes the strategy for each operation of a context.</summary>
internal sealed class RetryingStrategyFactory(ExecutionStrategyDependencies dependencies) : IExecutionStrategyFactory
{
    public IExecutionStrategy Create() => new RetryingStrategy(dependencies);
}
