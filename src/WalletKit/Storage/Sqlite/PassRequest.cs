using WalletKit.Storage.Relational;

namespace WalletKit.Storage.Sqlite;

/// <summary>Nothing to be done, under the file's write lock. The result is the time that the lock was held at.</summary>
internal sealed class PassRequest : WriteRequest<WriteSession, DateTimeOffset>
{
    public override int Weight => 0;

    protected override DateTimeOffset Work(WriteSession session, DateTimeOffset now) => now;
}
