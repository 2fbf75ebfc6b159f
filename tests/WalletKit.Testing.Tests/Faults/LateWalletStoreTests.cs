using WalletKit.Storage;
using WalletKit.Testing.Faults;
using WalletKit.Testing.Tests.Stores;

namespace WalletKit.Testing.Tests.Faults;

/// <summary>The whole suite with a store of which each other call is late: none of its promises is about time.</summary>
public sealed class LateWalletStoreTests : WalletStoreTests
{
    protected override WalletStoreSubject CreateSubject() => new LateSubject();

    private sealed class LateSubject : SqliteSubject
    {
        public override IWalletStore CreateStore(TimeProvider timeProvider)
        {
            var store = new FaultInjectingWalletStore(CreateOne(timeProvider), TimeProvider.System, seed: 1);
            store.Faults.Rate = 0.5;
            store.Faults.Kinds = [FaultKind.Delay];
            store.Faults.Delay = TimeSpan.FromTicks(1);
            return store;
        }
    }
}
