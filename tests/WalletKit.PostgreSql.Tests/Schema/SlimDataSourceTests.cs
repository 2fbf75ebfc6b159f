using Npgsql;
using WalletKit.Commands;
using WalletKit.PostgreSql.Server;

namespace WalletKit.PostgreSql.Tests.Schema;

/// <summary>Data sources that convert only what their builder has enabled.</summary>
public sealed class SlimDataSourceTests : PostgreSqlTest
{
    public static TheoryData<bool, bool, string> Lacking => new()
    {
        { false, false, "EnableArrays() and EnableExtraConversions()" },
        { true, false, "EnableExtraConversions()" },
        { false, true, "EnableArrays()" },
    };

    [Theory]
    [MemberData(nameof(Lacking))]
    public async Task A_slim_data_source_that_lacks_a_conversion_is_refused_at_opening_with_the_methods_to_call(bool arrays, bool conversions, string methods)
    {
        await using var dataSource = Build(arrays, conversions);

        var refusal = await Assert.ThrowsAsync<WalletStoreException>(() => Host(dataSource).OpenAsync());

        Assert.Equal(
            (StoreFailure.CannotOpen, $"the data source cannot send or read what wallets need; call {methods} on its NpgsqlSlimDataSourceBuilder."), (refusal.Failure, refusal.Message));
        Assert.Equal(0, await Sql.CountAsync($"pg_namespace WHERE nspname = '{Schema}'"));
    }

    [Fact]
    public async Task A_slim_data_source_with_both_conversions_does_all_the_work()
    {
        await using var dataSource = Build(arrays: true, conversions: true);
        var host = Host(dataSource);
        var (source, destination) = (await host.OpenAsync("source", 10m), await host.OpenAsync("destination"));
        var metadata = new Dictionary<string, string> { ["order"] = "17" };

        var transfer = await host.Wallets.TransferAsync(source, destination, 3m, new() { IdempotencyKey = "key", Metadata = metadata }, Token);
        Assert.True((await host.Wallets.TransferAsync(source, destination, 3m, new() { IdempotencyKey = "key", Metadata = metadata }, Token)).Replayed);
        var hold = await host.Wallets.PlaceHoldAsync(source, 2m, new() { ExpiresIn = TimeSpan.FromDays(1), Metadata = metadata }, Token);
        await host.Wallets.CaptureHoldAsync(hold.Hold.Id, cancellationToken: Token);
        Assert.Equal(1, (await host.Rebates.ProcessPendingAsync(Token)).Paid);
        Assert.Equal(metadata, (await host.Wallets.GetTransactionAsync(transfer.Outgoing.Id, Token)).Metadata);
        await host.Wallets.GetTrialBalanceAsync(cancellationToken: Token);
        await host.AssertCleanAsync();
    }

    private static NpgsqlDataSource Build(bool arrays, bool conversions)
    {
        var builder = new NpgsqlSlimDataSourceBuilder(TestServer.ConnectionString);
        if (arrays)
        {
            builder.EnableArrays();
        }

        if (conversions)
        {
            builder.EnableExtraConversions();
        }

        return builder.Build();
    }

    private WalletHost Host(NpgsqlDataSource dataSource) => Host(options => (options.ConnectionString, options.DataSource) = (null, dataSource));
}
