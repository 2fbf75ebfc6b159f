using System.Collections.Concurrent;

namespace WalletKit.Tests;

/// <summary>Rates that a test sets, and the requests for them.</summary>
internal sealed class TestRates : IExchangeRateProvider
{
    private readonly ConcurrentQueue<string> _asked = [];

    /// <summary>The rate between any two currencies; null for none.</summary>
    public decimal? Rate { get; set; } = 0.9m;

    public IEnumerable<string> Asked => _asked;

    /// <summary>Runs after a request, and before its answer.</summary>
    public Func<Task> BeforeAnswer { get; set; } = () => Task.CompletedTask;

    public async ValueTask<decimal?> GetRateAsync(string source, string target, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _asked.Enqueue($"{source} to {target}");
        await BeforeAnswer();
        return Rate;
    }
}
