using System.Collections.Immutable;
using WalletKit.Stores;

namespace WalletKit.Tests.Storage;

public sealed class CommandBatchTests
{
    private static readonly Deposit s_deposit = new(new WalletId(Guid.CreateVersion7()), 1m);

    [Fact]
    public void A_batch_holds_no_null()
    {
        Assert.Throws<ArgumentNullException>(() => new CommandBatch((WalletCommand)null!));
        Assert.Throws<ArgumentException>(() => new CommandBatch([s_deposit, null!]));
    }

    [Fact]
    public void A_batch_holds_at_least_one_command()
    {
        Assert.Throws<ArgumentException>(() => new CommandBatch([]));
        Assert.Throws<ArgumentException>(() => new CommandBatch(default(ImmutableArray<WalletCommand>)));
    }

    [Fact]
    public void A_batch_expects_no_versions_by_default() =>
        Assert.Empty(new CommandBatch(s_deposit) { ExpectedVersions = default }.ExpectedVersions);
}
