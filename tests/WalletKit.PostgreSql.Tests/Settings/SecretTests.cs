using System.Net;
using System.Net.Sockets;
using WalletKit.Commands;
using WalletKit.PostgreSql.Server;
using WalletKit.Rules;

namespace WalletKit.PostgreSql.Tests.Settings;

/// <summary>A password, and the relations between customers, are in no message and no log.</summary>
public sealed class SecretTests : PostgreSqlTest
{
    // The text occurs only in the input of the test.
    private const string Secret = "s3cr3t";

    [Theory]
    [InlineData($"Host=db;Password={Secret};Port=many")]
    [InlineData($"Host=db;Pass word={Secret}")]
    [InlineData($"Password={Secret}")]
    [InlineData($"Host=db;Password='{Secret}")]
    [InlineData($"postgres://shop:{Secret}@db/shop")]
    public void A_password_in_a_broken_connection_string_is_refused_without_being_said(string connectionString)
    {
        var refusal = Assert.Throws<ArgumentException>(() => new PostgreSqlWalletStore(new PostgreSqlStoreOptions { ConnectionString = connectionString }, TimeProvider.System));

        Assert.DoesNotContain(Secret, refusal.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_cannot_be_reached_is_named_and_its_password_is_not()
    {
        using var nobody = new TcpListener(IPAddress.Loopback, 0);
        nobody.Start();
        var port = ((IPEndPoint)nobody.LocalEndpoint).Port;
        nobody.Stop();
        var host = Host(options => (options.ConnectionString, options.RetryTimeout) = ($"Host=127.0.0.1;Port={port};Username=shop;Password={Secret}", TimeSpan.Zero));

        var failure = await Assert.ThrowsAsync<WalletStoreException>(() => host.OpenAsync());

        Assert.Equal(StoreFailure.CannotOpen, failure.Failure);
        Assert.Contains($"127.0.0.1:{port}", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, failure.ToString(), StringComparison.Ordinal);
        AssertNoSecretInLog();
    }

    [Fact]
    public async Task A_role_that_the_server_does_not_know_is_refused_and_its_password_is_not_said()
    {
        var host = Host(options => options.ConnectionString = new Npgsql.NpgsqlConnectionStringBuilder(TestServer.ConnectionString) { Username = "nobody_at_all", Password = Secret }.ConnectionString);

        var failure = await Assert.ThrowsAsync<WalletStoreException>(() => host.OpenAsync());

        Assert.Equal(StoreFailure.CannotOpen, failure.Failure);
        Assert.Contains("nobody_at_all", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, failure.ToString(), StringComparison.Ordinal);
        AssertNoSecretInLog();
    }

    [Fact]
    public async Task The_log_names_the_database_and_no_owner_of_its_wallets()
    {
        // The host's setup is the common one. A host that asks the server for details has asked for the content of rows.
        var host = Host(options => options.ConnectionString = new Npgsql.NpgsqlConnectionStringBuilder(TestServer.ConnectionString) { Password = Secret, IncludeErrorDetail = false }.ConnectionString);
        var wallet = await host.OpenAsync(Secret);
        await host.Wallets.DepositAsync(wallet, 1m, new() { IdempotencyKey = Secret, Reference = Secret, Metadata = new Dictionary<string, string> { [Secret] = Secret } }, Token);
        await Sql.RunAsync("CREATE UNIQUE INDEX one_reference ON walletkit_texts (reference)");
        var failure = await Assert.ThrowsAsync<WalletStoreException>(() => host.Wallets.DepositAsync(wallet, 1m, new() { Reference = Secret }, Token));
        Assert.Equal(StoreFailure.Constraint, failure.Failure);

        Assert.Contains(Log.Lines, line => line.Id == 510 && line.Message.Contains(Schema, StringComparison.Ordinal));
        Assert.Contains(Log.Lines, line => line.Id == 501);
        Assert.DoesNotContain(Secret, failure.ToString(), StringComparison.Ordinal);
        AssertNoSecretInLog();
    }

    private void AssertNoSecretInLog() => Assert.All(Log.Lines, (CapturedLog.Line line) => Assert.DoesNotContain(Secret, line.Text, StringComparison.Ordinal));
}
