using System.Threading.Channels;

namespace WalletKit.Tests.Rebates;

/// <summary>A host's own policy, whose behavior each test sets.</summary>
internal sealed class TestPolicy(Func<RebateContext, CancellationToken, ValueTask<decimal>> calculate, string name = "test") : IRebatePolicy
{
    private readonly Channel<RebateContext> _entered = Channel.CreateUnbounded<RebateContext>();
    private int _calls;

    public static TestPolicy Paying(decimal amount) => new((_, _) => new(amount));

    public int Calls => _calls;

    public string Name => name;

    public string? TermsFor(Deposit deposit) => "terms";

    /// <summary>Waits until a calculation has begun that no earlier wait has returned for.</summary>
    public Task Entered() => _entered.Reader.ReadAsync(Token).AsTask().Guarded();

    public ValueTask<decimal> CalculateAsync(RebateContext context, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _calls);
        _entered.Writer.TryWrite(context);
        return calculate(context, cancellationToken);
    }
}
