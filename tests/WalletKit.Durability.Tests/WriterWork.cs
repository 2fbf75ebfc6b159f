using WalletKit.Storage.Relational;
using WalletKit.Storage.Sqlite;

namespace WalletKit.Durability.Tests;

/// <summary>A test's own work on the writer's thread.</summary>
internal sealed class WriterWork<T>(Func<WriteSession, T> work) : WriteRequest<WriteSession, T>
{
    protected override T Work(WriteSession session, DateTimeOffset now) => work(session);
}
