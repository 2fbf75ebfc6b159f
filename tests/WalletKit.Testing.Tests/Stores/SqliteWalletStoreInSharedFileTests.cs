using Microsoft.Data.Sqlite;
using WalletKit.Stores;

namespace WalletKit.Testing.Tests.Stores;

/// <summary>The whole suite again in the file of a host, which commits a row of its own before each commit of the store.</summary>
[Slow]
public sealed class SqliteWalletStoreInSharedFileTests : WalletStoreTests
{
    protected override WalletStoreSubject CreateSubject() => new SharedFileSubject();

    private sealed class SharedFileSubject : SqliteSubject
    {
        private readonly Lock _ordering = new();
        private SqliteConnection? _host;

        // The same store has as many as any other in a file of its own.
        public override int ModelSequences => 200;

        public override IWalletStore CreateStore(TimeProvider timeProvider) => new BesideHost(CreateOne(timeProvider, isShared: true), Order);

        public override async ValueTask DisposeAsync()
        {
            _host?.Dispose();
            await base.DisposeAsync();
        }

        private void Order()
        {
            lock (_ordering)
            {
                if (_host is null)
                {
                    _host = new SqliteConnection($"Data Source={File};Pooling=False");
                    _host.Open();
                    Run("PRAGMA busy_timeout = 60000; PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; CREATE TABLE IF NOT EXISTS orders (id INTEGER PRIMARY KEY)");
                }

                Run("INSERT INTO orders DEFAULT VALUES");
            }
        }

        private void Run(string sql)
        {
            using var command = _host!.CreateCommand();
#pragma warning disable CA2100 // The test's own text.
            command.CommandText = sql;
#pragma warning restore CA2100
            command.ExecuteNonQuery();
        }
    }

    private sealed class BesideHost(IWalletStore target, Action order) : ForwardingWalletStore(target)
    {
        public override ValueTask<BatchResult> CommitAsync(CommandBatch batch, CancellationToken cancellationToken = default)
        {
            order();
            return base.CommitAsync(batch, cancellationToken);
        }
    }
}
