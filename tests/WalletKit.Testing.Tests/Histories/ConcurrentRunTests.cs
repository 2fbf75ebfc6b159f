using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Time.Testing;
using WalletKit.Storage;
using WalletKit.Testing.Histories;
using WalletKit.Testing.Tests.Model;

namespace WalletKit.Testing.Tests.Histories;

/// <summary>Many callers at once over the stores of the package. A printed seed, put into WALLETKIT_SEED, makes the callers ask the same again.</summary>
public class ConcurrentRunTests
{
    private const int Rounds = 20;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public Task Callers_of_the_in_memory_store_see_one_call_after_the_other() =>
        CheckAsync(() => new InMemorySubject(), (subject, clock) => [subject.CreateStore(clock)], 800);

    [Fact]
    public Task Callers_of_the_SQLite_store_see_one_call_after_the_other() =>
        CheckAsync(() => new SqliteSubject(), (subject, clock) => [subject.CreateStore(clock)], 200);

    [Fact]
    public Task Callers_of_two_SQLite_stores_on_one_file_see_one_call_after_the_other() =>
        CheckAsync(() => new SqliteSubject(), (subject, clock) => [subject.CreateStore(clock), subject.CreateStore(clock)], 200);

    private static async Task CheckAsync(Func<WalletStoreSubject> create, Func<WalletStoreSubject, TimeProvider, IWalletStore[]> open, int callsPerRound)
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("WALLETKIT_SEED"), CultureInfo.InvariantCulture, out var given) ? given : Random.Shared.Next();
        TestContext.Current.TestOutputHelper!.WriteLine($"WALLETKIT_SEED={seed}");
        var began = Stopwatch.GetTimestamp();
        var (calls, tries, checking) = (0L, 0L, TimeSpan.Zero);
        for (var round = 0; round < Rounds; round++)
        {
            var options = new ConcurrentRunOptions { Seed = seed + round, Callers = 8, CallsPerCaller = callsPerRound / 8 / (round % 2 == 0 ? 1 : 4) };
            var history = await RunAsync(create(), open, options);

            var checkBegan = Stopwatch.GetTimestamp();
            var verdict = HistoryChecker.Check(history);
            checking += Stopwatch.GetElapsedTime(checkBegan);
            calls += history.Count;
            tries += verdict.Tries;
            Assert.True(verdict.Outcome == HistoryOutcome.Linearizable, $"WALLETKIT_SEED={seed + round}\n{verdict.Explanation}");
        }

        TestContext.Current.TestOutputHelper.WriteLine(
            $"{calls} calls in {Stopwatch.GetElapsedTime(began).TotalSeconds:0.0} seconds, {checking.TotalSeconds:0.0} of them to find orders in {tries} tries");
    }

    private static async Task<History> RunAsync(WalletStoreSubject subject, Func<WalletStoreSubject, TimeProvider, IWalletStore[]> open, ConcurrentRunOptions options)
    {
        await using var disposal = subject;
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        var stores = open(subject, clock);
        try
        {
            return await ConcurrentRun.RunAsync(stores, clock, options, Token);
        }
        finally
        {
            foreach (var store in stores)
            {
                await store.DisposeAsync();
            }
        }
    }
}
