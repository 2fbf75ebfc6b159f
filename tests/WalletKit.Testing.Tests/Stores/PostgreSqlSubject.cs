using WalletKit.PostgreSql.Server;
using WalletKit.Stores;

namespace WalletKit.Testing.Tests.Stores;

/// <summary>A store in a schema of its own.</summary>
internal sealed class PostgreSqlSubject : WalletStoreSubject
{
    private readonly string _schema = TestServer.TakeSchema();

    public override bool IsDurable => true;

    public override string? SkipReason => TestServer.Missing;

    // A commit waits for the server several times, so a sequence takes much longer than in a file.
    public override int ModelSequences => 500;

    public override IWalletStore CreateStore(TimeProvider timeProvider) => new PostgreSqlWalletStore(
        new PostgreSqlStoreOptions
        {
            ConnectionString = SkipReason is null ? null : "Host=none",
            DataSource = SkipReason is null ? TestServer.DataSource : null,
            Schema = _schema,
            // No check is about waiting too long, and a busy machine must not turn one into such a check.
            RetryTimeout = TimeSpan.FromMinutes(1),
        },
        timeProvider);

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (SkipReason is null)
        {
            await TestServer.GiveBackAsync(_schema);
        }

    }
}
