using WalletKit.Testing;

namespace WalletKit.PostgreSql.Tests.Conformance;

/// <summary>The whole suite for stores on PostgreSQL 18, where the environment says where its programs are.</summary>
public sealed class Version18StoreTests : WalletStoreTests
{
    private static readonly Lazy<SchemaPool> s_pool = new(CreatePool);

    [Fact]
    public async Task The_server_is_of_version_18()
    {
        Assert.SkipWhen(Version18.Missing is not null, Version18.Missing ?? "");

        await using var command = s_pool.Value.DataSource.CreateCommand("SELECT current_setting('server_version_num')::integer / 10000");
        Assert.Equal(18, await command.ExecuteScalarAsync(Token));
    }

    protected override WalletStoreSubject CreateSubject() => new PooledSubject(Version18.Missing, s_pool);

    private static SchemaPool CreatePool() =>
        new(Version18.ConnectionString, Version18.ConnectionString, static schema => PostgreSqlWalletStore.CreateScript(schema));
}
