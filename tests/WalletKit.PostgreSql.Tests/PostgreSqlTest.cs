using WalletKit.PostgreSql.Server;

namespace WalletKit.PostgreSql.Tests;

/// <summary>A test on a real server, in a schema of its own.</summary>
public abstract class PostgreSqlTest : IAsyncLifetime
{
    private readonly List<IAsyncDisposable> _opened = [];
    private Sql? _sql;

    protected string Schema { get; } = TestServer.NewSchema();

    /// <summary>The schema in the view of another program.</summary>
    private protected Sql Sql => _sql ??= new Sql(Schema);

    private protected CapturedLog Log { get; } = new();

    public virtual ValueTask InitializeAsync()
    {
        Assert.SkipWhen(TestServer.Missing is not null, TestServer.Missing ?? "");
        return ValueTask.CompletedTask;
    }

    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        foreach (var opened in _opened)
        {
            await opened.DisposeAsync();
        }

        if (_sql is not null)
        {
            await _sql.RunAsync($"DROP SCHEMA IF EXISTS {Schema} CASCADE");
            await _sql.DisposeAsync();
        }
    }

    /// <summary>A host on the schema, without background services until it is started. The end of the test disposes of it.</summary>
    private protected WalletHost Host(Action<PostgreSqlStoreOptions>? configure = null, TimeProvider? timeProvider = null, Action<WalletHostOptions>? more = null)
    {
        var options = new WalletHostOptions { Schema = Schema, Log = Log, TimeProvider = timeProvider };
        more?.Invoke(options);
        var host = new WalletHost(options, configure);
        _opened.Add(host);
        return host;
    }
}
