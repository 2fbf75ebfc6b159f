using WalletKit.Stores;
using WalletKit.Testing.Faults;
using WalletKit.Testing.Tests.Stores;

namespace WalletKit.Testing.Tests.Faults;

/// <summary>The whole suite with a store of which every second call is late: none of its promises is about time.</summary>
[Slow]
public sealed class LateWalletStoreTests : WalletStoreTests
{
    protected override WalletStoreSubject CreateSubject() => new LateSubject();

    private sealed class LateSubject : SqliteSubject
    {
        public override IWalletStore CreateStore(TimeProvider timeProvider)
        {
            var store = new FaultInjectingWalletStore(CreateOne(timeProvider), new HastyTime(), seed: 1);
            store.Faults.Rate = 0.5;
            store.Faults.Kinds = [FaultKind.Delay];
            return store;
        }
    }

    // A late call continues on another thread, whenever that thread gets to it. A real delay of a millisecond for each call would make the suite take minutes.
    private sealed class HastyTime : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Assert.NotEqual(TimeSpan.Zero, dueTime);
            ThreadPool.UnsafeQueueUserWorkItem(_ => callback(state), null);
            return new Fired();
        }

        private sealed class Fired : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => false;

            public void Dispose()
            {
            }

            public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
    }
}
