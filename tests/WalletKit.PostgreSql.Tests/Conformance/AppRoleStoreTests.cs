using Npgsql;
using WalletKit.PostgreSql.Server;
using WalletKit.Testing;

namespace WalletKit.PostgreSql.Tests.Conformance;

/// <summary>
/// The whole suite for stores, run by a role with the rights of <see cref="PostgreSqlAccess.Application"/> and no more, on tables that are divided by wallet. Another
/// project runs it by the owner of tables that are whole.
/// </summary>
public sealed class AppRoleStoreTests : WalletStoreTests
{
    private static readonly Lazy<SchemaPool> s_pool = new(CreatePool);

    protected override WalletStoreSubject CreateSubject() => new PooledSubject(TestServer.Missing, s_pool);

    private static SchemaPool CreatePool()
    {
        var role = $"{TestServer.NewSchema()}_app";
        using (var connection = new NpgsqlConnection(TestServer.ConnectionString))
        {
            connection.Open();
            using var command = new NpgsqlCommand($"CREATE ROLE {role} LOGIN", connection);
            command.ExecuteNonQuery();
        }

        return new SchemaPool(
            TestServer.ConnectionString,
            new NpgsqlConnectionStringBuilder(TestServer.ConnectionString) { Username = role }.ConnectionString,
            schema => PostgreSqlWalletStore.CreateScript(schema, partitions: 2) + PostgreSqlWalletStore.CreateGrants(role, PostgreSqlAccess.Application, schema));
    }
}
