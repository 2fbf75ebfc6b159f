using WalletKit.Storage.Relational;
using WalletKit.Stores;

namespace WalletKit.PostgreSql.Writing;

/// <summary>Nothing to be done, once everything is done that was asked for before. The result is always true.</summary>
internal sealed class PassRequest : WriteRequest<StagedChanges, bool>
{
    public override int Weight => 0;

    protected override bool Work(StagedChanges session, DateTimeOffset now) => true;
}
