using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Npgsql;
using WalletKit.Commands;
using WalletKit.PostgreSql.Server;

namespace WalletKit.PostgreSql.Tests.Schema;

/// <summary>Settings with which no server can ever be opened. The hosts would try again for an hour, so a failure that comes at all comes at once.</summary>
public sealed class RefusedOpeningTests : PostgreSqlTest
{
    [Theory]
    [InlineData(null, "No password has been provided")]
    [InlineData("wrong", "password authentication failed for user \"shop\"")]
    public async Task A_missing_or_wrong_password_is_refused_at_once_with_its_reason(string? password, string reason)
    {
        var rules = Path.Combine(Path.GetTempPath(), $"{Schema}.conf");
        await File.WriteAllTextAsync(rules, "local all walletkit trust\nlocal all all scram-sha-256\n", Token);
        try
        {
            using var cluster = Start($"hba_file={rules}");
            await using var sql = new Sql(Schema, cluster.ConnectionString);
            await sql.RunAsync("CREATE ROLE shop LOGIN PASSWORD 'right'");

            await AssertRefusedAsync(new NpgsqlConnectionStringBuilder(cluster.ConnectionString) { Username = "shop", Password = password }, reason);
        }
        finally
        {
            File.Delete(rules);
        }
    }

    [Fact]
    public async Task An_untrusted_certificate_is_refused_at_once_with_its_reason()
    {
        var (certificate, key) = (Path.Combine(Path.GetTempPath(), $"{Schema}.crt"), Path.Combine(Path.GetTempPath(), $"{Schema}.key"));
        await WriteCertificateAsync(certificate, key);
        try
        {
            var port = FindPort();
            using var cluster = Start("listen_addresses=127.0.0.1", $"port={port}", "ssl=on", $"ssl_cert_file={certificate}", $"ssl_key_file={key}");

            await AssertRefusedAsync(
                new NpgsqlConnectionStringBuilder(cluster.ConnectionString) { Host = "127.0.0.1", Port = port, SslMode = SslMode.VerifyCA }, "The remote certificate");
        }
        finally
        {
            File.Delete(certificate);
            File.Delete(key);
        }
    }

    [Fact]
    public async Task A_server_without_encryption_is_refused_at_once_where_encryption_is_required()
    {
        var port = FindPort();
        using var cluster = Start("listen_addresses=127.0.0.1", $"port={port}");

        await AssertRefusedAsync(new NpgsqlConnectionStringBuilder(cluster.ConnectionString) { Host = "127.0.0.1", Port = port, SslMode = SslMode.Require }, "SSL connection requested");
    }

    private static async Task WriteCertificateAsync(string certificate, string key)
    {
        using var rsa = RSA.Create(2048);
        using var selfSigned = new CertificateRequest("CN=127.0.0.1", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        await File.WriteAllTextAsync(certificate, selfSigned.ExportCertificatePem(), Token);
        await File.WriteAllTextAsync(key, rsa.ExportPkcs8PrivateKeyPem(), Token);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(key, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        TemporaryCluster.HandOver(key);
    }

    private static int FindPort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task AssertRefusedAsync(NpgsqlConnectionStringBuilder settings, string reason)
    {
        await using var host = new WalletHost(
            new WalletHostOptions { Schema = Schema, Log = Log }, options => (options.ConnectionString, options.RetryTimeout) = (settings.ConnectionString, TimeSpan.FromHours(1)));

        var refusal = await Assert.ThrowsAsync<WalletStoreException>(() => host.OpenAsync());

        Assert.Equal(StoreFailure.CannotOpen, refusal.Failure);
        Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
    }

    private static TemporaryCluster Start(params string[] settings)
    {
        Assert.SkipUnless(TemporaryCluster.IsPossible, TestServer.Missing ?? "There is no PostgreSQL here whose settings could be changed.");
        return TemporaryCluster.Start(["fsync=off", .. settings]);
    }
}
