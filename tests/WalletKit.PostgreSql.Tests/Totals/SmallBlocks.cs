using WalletKit.PostgreSql.Server;
using WalletKit.Stores;
using WalletKit.Testing;

namespace WalletKit.PostgreSql.Tests.Totals;

/// <summary>A schema of its own whose stored sums are of three commits each, and whose commits are numbered two by two.</summary>
internal sealed class SmallBlocks : WalletStoreSubject
{
    private readonly string _schema = TestServer.TakeSchema();

    public override bool IsDurable => true;

    public override string? SkipReason => TestServer.Missing;

    public static void Configure(PostgreSqlStoreOptions options) => (options.CommitsPerTotal, options.CommitsPerNumbering) = (3, 2);

    public override IWalletStore CreateStore(TimeProvider timeProvider)
    {
        var options = new PostgreSqlStoreOptions { DataSource = TestServer.DataSource, Schema = _schema, RetryTimeout = TimeSpan.FromMinutes(1) };
        Configure(options);
        return new PostgreSqlWalletStore(options, timeProvider);
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await TestServer.GiveBackAsync(_schema);
    }
}
