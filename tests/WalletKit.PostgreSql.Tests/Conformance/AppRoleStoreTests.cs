using Npgsql;
using WalletKit.PostgreSql.Server;
using WalletKit.Testing;

namespace WalletKit.PostgreSql.Tests.Conformance;

/// <summary>
/// The whole suite for stores, run by a role with the rights of <see cref="PostgreSqlAccess.Application"/> and no more, on tables that are divided by wallet, on PostgreSQL 18
/// where the environment has it. Another project runs it by the owner of tables that are whole, on the server that all tests share.
/// </summary>
public sealed class AppRoleStoreTests : WalletStoreTests
{
    private static readonly Lazy<SchemaPool> s_pool = new(CreatePool);

    private static bool IsOn18 => Version18.Missing is null;

    [Fact]
    public async Task The_server_is_of_version_18()
    {
        Assert.SkipWhen(!IsOn18, Version18.Missing ?? "");

        await using var command = s_pool.Value.DataSource.CreateCommand("SELECT current_setting('server_version_num')::integer / 10000");
        Assert.Equal(18, await command.ExecuteScalarAsync(Token));
    }

    protected override WalletStoreSubject CreateSubject() => new PooledSubject(IsOn18 ? null : TestServer.Missing, s_pool);

    private static SchemaPool CreatePool()
    {
        var server = IsOn18 ? Version18.ConnectionString : TestServer.ConnectionString;
        var role = $"{TestServer.NewSchema()}_app";
        using (var connection = new NpgsqlConnection(server))
        {
            connection.Open();
            using var command = new NpgsqlCommand($"CREATE ROLE {role} LOGIN", connection);
            command.ExecuteNonQuery();
        }

        return new SchemaPool(
            server,
            new NpgsqlConnectionStringBuilder(server) { Username = role }.ConnectionString,
            schema => PostgreSqlWalletStore.CreateScript(schema, partitions: 2) + PostgreSqlWalletStore.CreateGrants(role, PostgreSqlAccess.Application, schema));
    }
}
