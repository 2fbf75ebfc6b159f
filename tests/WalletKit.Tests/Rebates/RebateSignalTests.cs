using WalletKit.Rebates;

namespace WalletKit.Tests.Rebates;

public sealed class RebateSignalTests
{
    private const int Rounds = 20_000;
    private static readonly TimeSpan s_guard = TimeSpan.FromSeconds(60);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Two_signals_before_a_wait_wake_it_once()
    {
        var signal = new RebateSignal();
        signal.Set();
        signal.Set();

        await signal.WaitAsync(Token);

        Assert.False(signal.WaitAsync(Token).AsTask().IsCompleted);
    }

    [Fact]
    public async Task A_signal_after_a_wait_wakes_the_next_wait()
    {
        var signal = new RebateSignal();
        signal.Set();
        await signal.WaitAsync(Token);

        signal.Set();

        await signal.WaitAsync(Token).AsTask().WaitAsync(s_guard, Token);
    }

    [Fact]
    public async Task A_signal_for_each_commit_lets_no_commit_be_passed_over()
    {
        var signal = new RebateSignal();
        var committed = 0;
        var committing = Task.Run(
            async () =>
            {
                for (var i = 0; i < Rounds; i++)
                {
                    Volatile.Write(ref committed, i + 1);
                    signal.Set();
                    if (i % 100 == 0)
                    {
                        await Task.Yield();
                    }
                }
            },
            Token);

        // The worker looks only after a signal. A commit whose signal were lost would leave it waiting for good.
        while (Volatile.Read(ref committed) < Rounds)
        {
            await signal.WaitAsync(Token).AsTask().WaitAsync(s_guard, Token);
        }

        await committing;
    }
}
