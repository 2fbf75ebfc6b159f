using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using WalletKit.Storage.Sqlite;

namespace WalletKit.Durability.Tests;

public sealed class SettingsTests : IDisposable
{
    private readonly TestDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task A_commit_survives_power_loss_unless_set_otherwise()
    {
        await using var host = new WalletHost(_directory.Database);

        Assert.Equal(2, await WriterPragma(host, "synchronous"));
    }

    [Theory]
    [InlineData(SqliteSynchronous.Normal, 1)]
    [InlineData(SqliteSynchronous.Full, 2)]
    [InlineData(SqliteSynchronous.Extra, 3)]
    public async Task The_durability_of_a_commit_can_be_set(SqliteSynchronous synchronous, long expected)
    {
        await using var host = new WalletHost(_directory.Database, options => options.Synchronous = synchronous);

        Assert.Equal(expected, await WriterPragma(host, "synchronous"));
    }

    [Fact]
    public async Task The_writer_checks_references_and_trusts_no_schema()
    {
        await using var host = new WalletHost(_directory.Database);

        Assert.Equal((1, 0), (await WriterPragma(host, "foreign_keys"), await WriterPragma(host, "trusted_schema")));
    }

    [Theory]
    [InlineData(2, 2)]
    [InlineData(1_234, 3)]
    public async Task The_writer_waits_for_the_file_in_pieces(int busyTimeout, long expected)
    {
        await using var host = new WalletHost(_directory.Database, options => options.BusyTimeout = TimeSpan.FromMilliseconds(busyTimeout));

        Assert.Equal(expected, await WriterPragma(host, "busy_timeout"));
    }

    [Theory]
    [InlineData("Data Source=:memory:", "memory")]
    [InlineData("Data Source=wallets;Mode=Memory", "memory")]
    [InlineData("Data Source=wallets.db;Cache=Shared", "shared cache")]
    [InlineData("Data Source=wallets.db;Mode=ReadOnly", "read-only")]
    [InlineData("Data Source=file:wallets.db", "URI")]
    [InlineData("Data Source=FILE:wallets.db?mode=memory", "URI")]
    [InlineData("Data Source=wallets.db;Password=secret", "password")]
    [InlineData("Mode=ReadWrite", "Data Source")]
    [InlineData("", "is missing")]
    [InlineData("wallets.db", "cannot be read")]
    [InlineData("Data Source=wallets.db;Speed=Ludicrous", "cannot be read")]
    public async Task A_connection_string_that_cannot_serve_is_refused_at_the_start_by_the_name_of_the_setting(string connectionString, string reason)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Services.AddWalletKit(wallets => wallets.UseSqlite(connectionString));
        using var host = builder.Build();

        var refusal = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(Token));
        var direct = Assert.Throws<ArgumentException>(() => new SqliteWalletStore(new SqliteStoreOptions { ConnectionString = connectionString }, TimeProvider.System));

        Assert.Contains("SqliteStoreOptions.ConnectionString", refusal.Message, StringComparison.Ordinal);
        Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
        Assert.Contains("SqliteStoreOptions.ConnectionString", direct.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", refusal.Message, StringComparison.Ordinal);
    }

    private static ValueTask<long> WriterPragma(WalletHost host, string name) =>
        host.Store.WriteAsync(new WriterWork<long>(session => SqliteDatabase.ReadPragma(ConnectionOf(session), name)), Token);

    // The connection is internal to the session, but a host relies on its settings.
    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_connection")]
    private static extern ref SqliteConnection ConnectionOf(WriteSession session);
}
