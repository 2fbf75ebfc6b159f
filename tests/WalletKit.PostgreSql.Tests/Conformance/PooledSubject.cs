using WalletKit.Stores;
using WalletKit.Testing;

namespace WalletKit.PostgreSql.Tests.Conformance;

/// <summary>A store in a schema of a pool, which the store itself does not make.</summary>
/// <param name="missing">The reason for which there is no server; null where there is one.</param>
/// <param name="pool">The pool.</param>
internal sealed class PooledSubject(string? missing, Lazy<SchemaPool> pool) : WalletStoreSubject
{
    private string? _schema;

    public override bool IsDurable => true;

    public override string? SkipReason => missing;

    // Another project has the usual number for the same store, by the owner of the tables.
    public override int ModelSequences => 200;

    public override IWalletStore CreateStore(TimeProvider timeProvider) => new PostgreSqlWalletStore(
        new PostgreSqlStoreOptions
        {
            DataSource = pool.Value.DataSource,
            Schema = _schema ??= pool.Value.Take(),
            MigrateOnOpen = false,

            // No check is about waiting too long, and a busy machine must not turn one into such a check.
            RetryTimeout = TimeSpan.FromMinutes(1),
        },
        timeProvider);

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (_schema is not null)
        {
            pool.Value.GiveBack(_schema);
        }
    }
}
