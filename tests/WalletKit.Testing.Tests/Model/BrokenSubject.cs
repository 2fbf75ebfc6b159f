using WalletKit.Stores;

namespace WalletKit.Testing.Tests.Model;

/// <summary>A store with a fault.</summary>
internal sealed class BrokenSubject(Func<WalletCommand, WalletCommand> fault) : WalletStoreSubject
{
    public override bool IsDurable => false;

    public override IWalletStore CreateStore(TimeProvider timeProvider) => BrokenStore.Create(timeProvider, fault);
}
