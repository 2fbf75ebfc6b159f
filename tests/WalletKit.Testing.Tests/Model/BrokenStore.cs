using System.Reflection;
using WalletKit.Stores;

namespace WalletKit.Testing.Tests.Model;

/// <summary>An in-memory store that has a fault: it changes each command before the commit. Public and open, because its proxy derives from it.</summary>
public class BrokenStore : DispatchProxy
{
    private InMemoryWalletStore? _store;
    private Func<WalletCommand, WalletCommand>? _fault;

    public static IWalletStore Create(TimeProvider timeProvider, Func<WalletCommand, WalletCommand> fault)
    {
        var store = Create<IWalletStore, BrokenStore>();
        var broken = (BrokenStore)store;
        (broken._store, broken._fault) = (new InMemoryWalletStore(timeProvider), fault);
        return store;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        if (args is [CommandBatch batch, ..])
        {
            args[0] = new CommandBatch([.. batch.Select(_fault!)]) { IdempotencyKey = batch.IdempotencyKey, ExpectedVersions = batch.ExpectedVersions };
        }

        return targetMethod!.Invoke(_store, args);
    }
}
