using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using WalletKit.AspNetCore;
using WalletKit.Stores;
using WalletKit.Testing.Faults;

namespace WalletKit.Testing.Tests.Faults;

public sealed class FaultInjectingWalletStoreTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _clock = new();
    private FaultInjectingWalletStore _store = null!;
    private ServiceProvider _services = null!;
    private IWalletService _wallets = null!;
    private WalletId _wallet;

    public static TheoryData<string, string> Calls =>
        [.. from type in new[] { typeof(IWalletStore), typeof(IRebateStore), typeof(IBookStore) } from method in type.GetMethods() where !method.IsSpecialName select (type.Name, method.Name)];

    public static TheoryData<TimeSpan> Delays => [TimeSpan.Zero, TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(uint.MaxValue - 1)];

    public static TheoryData<TimeSpan> NoDelays =>
        [TimeSpan.FromTicks(1), TimeSpan.FromMilliseconds(1) - TimeSpan.FromTicks(1), TimeSpan.FromTicks(-1), Timeout.InfiniteTimeSpan, TimeSpan.FromMilliseconds(uint.MaxValue), TimeSpan.MaxValue];

    public async ValueTask InitializeAsync()
    {
        _store = new FaultInjectingWalletStore(new InMemoryWalletStore(_clock), _clock, seed: 1);
        _services = new ServiceCollection().AddSingleton<TimeProvider>(_clock).AddWalletKit(wallets => wallets.UseStore(_ => _store).AddRebates()).BuildServiceProvider();
        _wallets = _services.GetRequiredService<IWalletService>();
        _wallet = (await _wallets.OpenAsync("owner", "USD", cancellationToken: Token)).Wallet.Id;
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    [Fact]
    public async Task Nothing_goes_wrong_unless_it_is_asked_for()
    {
        for (var i = 1; i <= 100; i++)
        {
            Assert.Equal(i, (await _wallets.DepositAsync(_wallet, 1m, cancellationToken: Token)).Balance);
        }

        Assert.Equal(0, _store.Faults.Count);
    }

    [Fact]
    public async Task A_failed_call_has_done_nothing_and_the_next_one_is_answered()
    {
        _store.Faults.FailNext(FaultKind.Failure);

        var failed = await Assert.ThrowsAsync<WalletStoreException>(() => Deposit("key"));

        Assert.Equal((StoreFailure.InputOutput, false), (failed.Failure, failed.OutcomeUnknown));
        Assert.False((await Deposit("key")).Replayed);
        Assert.Equal(1, _store.Faults.Count);
    }

    [Fact]
    public async Task A_call_whose_answer_is_lost_is_done_and_says_that_it_does_not_know()
    {
        _store.Faults.Failure = StoreFailure.Other;
        _store.Faults.FailNext(FaultKind.LostAnswer);

        var lost = await Assert.ThrowsAsync<WalletStoreException>(() => Deposit("key"));

        Assert.Equal((StoreFailure.Other, true), (lost.Failure, lost.OutcomeUnknown));
        Assert.True((await Deposit("key")).Replayed);
        Assert.Equal(1m, (await _wallets.GetBalanceAsync(_wallet, Token)).Balance);
    }

    [Fact]
    public async Task A_failed_read_has_no_unknown_outcome()
    {
        _store.Faults.FailNext(FaultKind.LostAnswer);

        Assert.False((await Assert.ThrowsAsync<WalletStoreException>(() => _wallets.GetBalanceAsync(_wallet, Token))).OutcomeUnknown);
    }

    [Fact]
    public async Task A_delayed_call_is_done_when_its_time_has_come_and_not_where_it_was_canceled_before()
    {
        using var canceling = new CancellationTokenSource();
        _store.Faults.Delay = TimeSpan.FromMinutes(1);
        _store.Faults.FailNext(FaultKind.Delay);
        _store.Faults.FailNext(FaultKind.Delay);
        var late = Deposit("late");
        var canceled = _wallets.DepositAsync(_wallet, 1m, cancellationToken: canceling.Token);

        _clock.Advance(TimeSpan.FromSeconds(59));
        Assert.False(late.IsCompleted);
        await canceling.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => canceled);
        _clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(1m, (await late.WaitAsync(TimeSpan.FromSeconds(60), Token)).Balance);
    }

    [Fact]
    public async Task A_fault_waits_for_the_calls_it_was_asked_for()
    {
        _store.Faults.FailNext(FaultKind.Failure, StoreOperations.Commit);

        Assert.Equal(0m, (await _wallets.GetBalanceAsync(_wallet, Token)).Balance);
        await Assert.ThrowsAsync<WalletStoreException>(() => Deposit("key"));
    }

    [Fact]
    public async Task By_chance_it_happens_about_as_often_as_asked_to_the_calls_asked_for_and_the_same_with_the_same_seed()
    {
        var (one, same, other) = (await FaultsOfAsync(seed: 7), await FaultsOfAsync(seed: 7), await FaultsOfAsync(seed: 8));

        Assert.Equal(one, same);
        Assert.NotEqual(one, other);
        Assert.InRange(one.Count(failed => failed), 150, 250);
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1.1)]
    [InlineData(double.NaN)]
    public void A_rate_is_no_less_than_zero_and_no_more_than_one(double rate) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => _store.Faults.Rate = rate);

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task Every_call_to_a_store_meets_faults(string seam, string call)
    {
        object called = seam switch
        {
            nameof(IWalletStore) => _store,
            nameof(IRebateStore) => _store.Rebates,
            _ => _store.Books,
        };
        var method = called.GetType().GetInterface(seam)!.GetMethod(call)!;

        // A call that is made to fail never looks at its arguments.
        var arguments = method.GetParameters().Select(parameter => parameter.ParameterType.IsValueType ? Activator.CreateInstance(parameter.ParameterType) : null).ToArray();
        if (method.ReturnType is { IsGenericType: true } rows && rows.GetGenericTypeDefinition() == typeof(IAsyncEnumerable<>))
        {
            arguments = [_wallet, Token];
        }

        _store.Faults.FailNext(FaultKind.Failure);

        await Assert.ThrowsAsync<WalletStoreException>(() => CallAsync(method, called, arguments));
        Assert.Equal(1, _store.Faults.Count);
    }

    [Fact]
    public async Task Books_whose_calls_meet_no_fault_are_the_stores_own()
    {
        await Deposit("key");

        Assert.Equal([_wallet], await _store.Books.ListWalletIdsAsync(null, 10, Token));
        Assert.Equal([1L, 2L], await _store.Books.StreamEntriesAsync(_wallet, Token).Select(entry => entry.Version).ToListAsync(Token));
        var secrets = await _store.Books.FindSecretsAsync(_wallet, Token);
        Assert.Equal([secrets!.Keys.Hash(Sha256Hash.Of("key"u8)).ToString()], await _store.Books.StreamKeysAsync(_wallet, Token).Select(key => key.Key).ToListAsync(Token));
    }

    [Theory]
    [MemberData(nameof(Delays))]
    public void A_delay_is_one_that_a_timer_has_or_none(TimeSpan delay)
    {
        _store.Faults.Delay = delay;

        Assert.Equal(delay, _store.Faults.Delay);
    }

    [Theory]
    [MemberData(nameof(NoDelays))]
    public void A_delay_that_no_timer_has_is_refused(TimeSpan delay)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => _store.Faults.Delay = delay);
        Assert.Equal(TimeSpan.FromMilliseconds(10), _store.Faults.Delay);
    }

    // The method waits for any kind of task or rows.
    private static async Task CallAsync(MethodInfo method, object called, object?[] arguments)
    {
        var answer = method.Invoke(called, arguments)!;
        if (answer is ValueTask task)
        {
            await task;
            return;
        }

        if (method.ReturnType.GetGenericTypeDefinition() == typeof(ValueTask<>))
        {
            await (Task)answer.GetType().GetMethod(nameof(ValueTask.AsTask))!.Invoke(answer, null)!;
            return;
        }

        var reading = method.ReturnType.GetMethod("GetAsyncEnumerator")!.Invoke(answer, [Token])!;
        await (ValueTask<bool>)typeof(IAsyncEnumerator<>).MakeGenericType(method.ReturnType.GetGenericArguments()).GetMethod("MoveNextAsync")!.Invoke(reading, null)!;
    }

    private static async Task<List<bool>> FaultsOfAsync(int seed)
    {
        await using var store = new FaultInjectingWalletStore(new InMemoryWalletStore(TimeProvider.System), TimeProvider.System, seed);
        store.Faults.Rate = 0.2;
        store.Faults.Kinds = [FaultKind.Failure, FaultKind.LostAnswer];
        store.Faults.Operations = StoreOperations.Read;
        await store.OpenAsync(Token);
        var failed = new List<bool>();
        for (var i = 0; i < 1_000; i++)
        {
            failed.Add(await Record.ExceptionAsync(async () => await store.ListWalletsAsync("owner", null, 10, Token)) is not null);
        }

        return failed;
    }

    private Task<TransactionReceipt> Deposit(string key) => _wallets.DepositAsync(_wallet, 1m, new() { IdempotencyKey = key }, Token);
}
