using System.Runtime.CompilerServices;
using WalletKit.Locking;

namespace WalletKit.Tests.Locking;

public sealed class WalletLocksRaceTests
{
    private static readonly TimeSpan Guard = TimeSpan.FromSeconds(30);

    private readonly WalletLocks _locks = new();

    private readonly int _seed = Seed.OfCommands();

    [Fact]
    public async Task A_wallet_has_only_one_holder_at_a_time()
    {
        const int Tasks = 16;
        const int Rounds = 1000;
        var counter = 0;

        async Task CountUp()
        {
            for (var i = 0; i < Rounds; i++)
            {
                using var lease = await _locks.AcquireAsync(Wallet(1), Token);
                var seen = counter;
                await Task.Yield();
                counter = seen + 1;
            }
        }

        await Task.WhenAll(Enumerable.Range(0, Tasks).Select(_ => Task.Run(CountUp, Token))).WaitAsync(Guard, Token);

        Assert.Equal(Tasks * Rounds, counter);
        Assert.Equal(0, _locks.Count);
    }

    [Fact]
    public async Task A_hand_over_that_meets_a_cancellation_never_loses_the_wallet()
    {
        var random = new Random(_seed);
        for (var round = 0; round < 3000; round++)
        {
            try
            {
                await MeetOnce(random.Next(60), random.Next(60), random.Next(2) == 0);
            }
            catch (Exception error) when (!Token.IsCancellationRequested)
            {
                Assert.Fail($"Seed {_seed}, round {round}: {error}");
            }
        }
    }

    [Fact]
    public async Task No_wallet_is_lost_or_shared_when_many_ask_for_many_and_some_give_up()
    {
        var holders = new int[5];
        var tasks = Enumerable.Range(0, 8).Select(i => Task.Run(() => WanderAsync(new Random(_seed + i), holders), Token));
        try
        {
            await Task.WhenAll(tasks).WaitAsync(Guard, Token);
            Assert.Equal(0, _locks.Count);
        }
        catch (Exception error) when (!Token.IsCancellationRequested)
        {
            Assert.Fail($"Seed {_seed}: {error}");
        }
    }

    // The holder leaves while the first waiter gives up, each after its own short spin; a second waiter queues behind.
    // On a busy machine one of the two threads tends to be late, so the choice which of them does what is random, too.
    private async Task MeetOnce(int spinsHere, int spinsThere, bool releaseHere)
    {
        using var source = new CancellationTokenSource();
        var lease = await _locks.AcquireAsync(Wallet(1), Token).AsTask().WaitAsync(Guard, Token);
        var first = _locks.AcquireAsync(Wallet(1), source.Token).AsTask();
        var second = _locks.AcquireAsync(Wallet(1), CancellationToken.None).AsTask();

        var ready = new StrongBox<int>();
        (Action here, Action there) = releaseHere ? (lease.Dispose, source.Cancel) : ((Action)source.Cancel, (Action)lease.Dispose);
        var other = Task.Run(() => Together(ready, spinsThere, there), Token);
        Together(ready, spinsHere, here);
        await other.WaitAsync(Guard, Token);

        await ((Task)first).WaitAsync(Guard, Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Assert.True(first.IsCompletedSuccessfully || first.IsCanceled);
        if (first.IsCompletedSuccessfully)
        {
            Assert.False(second.IsCompleted);
            (await first).Dispose();
        }

        (await second.WaitAsync(Guard, Token)).Dispose();
        Assert.Equal(0, _locks.Count);
    }

    // Both sides spin until both are there. The wake-up from a barrier, or the return of the core, takes longer than the race
    // itself, so the core is given up only when the other side is very late.
    private static void Together(StrongBox<int> ready, int spins, Action act)
    {
        Interlocked.Increment(ref ready.Value);
        for (var i = 0; Volatile.Read(ref ready.Value) < 2 && !Token.IsCancellationRequested; i++)
        {
            if (i > 20_000)
            {
                Thread.Yield();
            }
        }

        Thread.SpinWait(spins);
        act();
    }

    private async Task WanderAsync(Random random, int[] holders)
    {
        for (var round = 0; round < 1000; round++)
        {
            using var source = new CancellationTokenSource();
            int[] numbers = [.. Enumerable.Range(0, holders.Length).Where(_ => random.Next(3) == 0).DefaultIfEmpty(0)];
            var wait = HoldAsync(numbers, holders, source.Token);
            if (random.Next(2) == 0)
            {
                Thread.SpinWait(random.Next(200));
                await source.CancelAsync();
            }

            // Chance decides whether the wait was served or canceled; any other end is a failure.
            await wait.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            Assert.False(wait.IsFaulted, wait.Exception?.ToString());
        }
    }

    private async Task HoldAsync(int[] numbers, int[] holders, CancellationToken token)
    {
        WalletId[] wallets = [.. numbers.Select(Wallet)];
        using var lease = wallets.Length == 1 ? await _locks.AcquireAsync(wallets[0], token) : await _locks.AcquireAsync(wallets, token);
        Assert.All(numbers, number => Assert.Equal(1, Interlocked.Increment(ref holders[number])));
        await Task.Yield();
        Assert.All(numbers, number => Assert.Equal(0, Interlocked.Decrement(ref holders[number])));
    }

    private static WalletId Wallet(int number) => new(new Guid(number, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0));
}
