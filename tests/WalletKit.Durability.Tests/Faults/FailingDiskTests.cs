using Microsoft.Extensions.Time.Testing;
using WalletKit.Commands;
using WalletKit.Rules;

namespace WalletKit.Durability.Tests.Faults;

/// <summary>Each kind of call meets a fault at each of its calls to the disk, one after another, on one file.</summary>
[Slow]
public sealed class FailingDiskTests : IAsyncLifetime
{
    private const int MaxCalls = 200;

    private readonly TestDirectory _directory = new();
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly List<Operation> _done = [];
    private readonly WalletId[] _walletIds = new WalletId[2];
    private readonly Random _random = new(Seed.OfFaults());
    private FailingDisk _disk = null!;
    private WalletHost _host = null!;
    private int _operations;
    private int _failures;

    public async ValueTask InitializeAsync()
    {
        _disk = new FailingDisk(_directory.Database);
        _host = new WalletHost(_directory.Database, timeProvider: _clock);
        for (var wallet = 0; wallet < 2; wallet++)
        {
            _walletIds[wallet] = (await _host.Wallets.OpenAsync($"owner-{wallet}", "USD")).Wallet.Id;
            await DoAsync(new(wallet, Operation.Deposit, 5_000_001, 0, 0, "", true));
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        _disk.Dispose();
        _directory.Dispose();
    }

    [Theory]
    [InlineData(DiskFault.WriteFindsItFull, StoreFailure.Full, false)]
    [InlineData(DiskFault.WriteFindsItFull, StoreFailure.Full, true)]
    [InlineData(DiskFault.WriteFails, StoreFailure.InputOutput, false)]
    [InlineData(DiskFault.WriteFails, StoreFailure.InputOutput, true)]
    [InlineData(DiskFault.SyncFails, StoreFailure.InputOutput, false)]
    [InlineData(DiskFault.SyncFails, StoreFailure.InputOutput, true)]
    [InlineData(DiskFault.ReadFails, StoreFailure.InputOutput, false)]
    public async Task A_fault_at_any_call_to_the_disk_loses_nothing_does_nothing_twice_and_passes(DiskFault fault, StoreFailure failure, bool stays)
    {
        var call = 0;
        int failuresBefore;
        do
        {
            failuresBefore = _failures;
            call++;
            await FailRoundAsync(fault, call, stays, failure);
            await AfterCrash.AssertCleanAsync(_directory.Database, _host);
            await AssertOutlivesPowerLossAsync();
        }
        while (_failures > failuresBefore && call < MaxCalls);

        WriteLine($"{_failures} failures, the last at call {call - 1}");
        Assert.InRange(call, 2, MaxCalls - 1);
        await _host.DisposeAsync();
        await AfterCrash.AssertWholeAsync(_directory.Database, Known(), _clock.GetUtcNow());
    }

    private async Task FailRoundAsync(DiskFault fault, int call, bool stays, StoreFailure failure)
    {
        await FailAsync(new(0, Operation.Deposit, 1_001, 0, 0, "", true));
        var withdrawal = await FailAsync(new(0, Operation.Withdrawal, 502, 0, 0, "", true));
        await FailAsync(new(0, Operation.Transfer, 303, 1, 0, "", true));
        var hold = await FailAsync(new(1, Operation.Hold, 405, 0, 0, "", true));
        await FailAsync(new(1, Operation.Capture, 202, hold.Number, 0, "", true));
        await FailAsync(new(1, Operation.Void, 0, hold.Number, 0, "", true));
        await FailAsync(new(0, Operation.Reversal, 0, withdrawal.Number, 0, "", true));
        await FailAsync(new(1, Operation.Hold, 100, 0, 0, "", true));
        _clock.Advance(TimeSpan.FromSeconds(1));
        await FailUnkeyedAsync(() => _host.Wallets.ExpireHoldsAsync());
        await FailUnkeyedAsync(() => _host.Rebates.ProcessPendingAsync());

        async Task<Operation> FailAsync(Operation operation)
        {
            operation = operation with { Reference = $"operation-{_operations++}" };
            _disk.FailAt(fault, call, stays);
            var thrown = await Record.ExceptionAsync(() => DoAsync(operation));
            return thrown is null ? _done[^1] : await SettleAsync(operation, AssertFailed(thrown));
        }

        async Task FailUnkeyedAsync(Func<Task> work)
        {
            _disk.FailAt(fault, call, stays);
            if (await Record.ExceptionAsync(work) is { } thrown)
            {
                AssertFailed(thrown);
                _clock.Advance(TimeSpan.FromDays(1));
            }

            _disk.Mend();
            await work();
        }

        WalletStoreException AssertFailed(Exception thrown)
        {
            _failures++;
            var refusal = Assert.IsType<WalletStoreException>(thrown);
            Assert.True(_disk.HasFailed, $"It failed by itself: {refusal}");
            Assert.Equal(failure, refusal.Failure);
            Assert.False(refusal is { Failure: StoreFailure.Full, OutcomeUnknown: true }, "What found no room was not written.");
            _disk.Mend();
            return refusal;
        }
    }

    // The caller repeats the call with its key.
    private async Task<Operation> SettleAsync(Operation operation, WalletStoreException failed)
    {
        var first = await operation.DoAsync(_host.Wallets, wallet => _walletIds[wallet]);
        Assert.False(first.Replayed && !failed.OutcomeUnknown, $"It was said to have failed, and was done: {operation}");
        var second = await operation.DoAsync(_host.Wallets, wallet => _walletIds[wallet]);
        Assert.True(second.Replayed, $"Done again: {operation}");
        _done.Add(first.Done);
        return first.Done;
    }

    private async Task DoAsync(Operation operation)
    {
        operation = operation.Reference.Length == 0 ? operation with { Reference = $"operation-{_operations++}" } : operation;
        var (done, _, _) = await operation.DoAsync(_host.Wallets, wallet => _walletIds[wallet]);
        _done.Add(done);
        _disk.Mend();
    }

    // If a failed sync lost data, that data must not be acknowledged later.
    private async Task AssertOutlivesPowerLossAsync()
    {
        var copy = _directory.In("off.db");
        _disk.Recorded.SaveAsPowerLoss(copy, _random);
        await AfterCrash.AssertWholeAsync(copy, Known(), _clock.GetUtcNow());
    }

    private AfterCrash.Known Known() => new(_done, null, wallet => _walletIds[wallet]);
}
