using System.Globalization;
using System.Text.Json;
using WalletKit.Commands;
using WalletKit.PostgreSql.Schema;
using WalletKit.Testing.Model.Running;

namespace WalletKit.PostgreSql.Tests.Reading;

public sealed class PageTests : PostgreSqlTest
{
    private const int Wallets = 5_000;

    [Fact]
    public async Task A_page_of_an_owners_wallets_reads_no_more_of_them_than_the_page_has()
    {
        await Host().Wallets.OpenAsync("owner", "USD", "wallet 00000", Token);
        await FillAsync();

        var sql = PostgreSqlWalletStore.OwnerPage(new PostgreSqlSchema(Schema, PostgreSqlMigrations.All));
        var plan = await ExplainAsync(sql.Replace("$1", "'owner'", StringComparison.Ordinal).Replace("$2", "'wallet 02500'", StringComparison.Ordinal).Replace("$3", "50::bigint", StringComparison.Ordinal).Replace("$4", "now()", StringComparison.Ordinal));

        Assert.Equal((51, 50), (RowsOf(plan, "wallet_names"), RowsOf(plan, "wallets")));
    }

    [Fact]
    public async Task Metadata_that_could_be_packed_is_not_so_that_its_size_is_known_without_reading_it()
    {
        var wallets = Host().Wallets;
        var wallet = (await wallets.OpenAsync("owner", "USD", cancellationToken: Token)).Wallet;
        var metadata = Enumerable.Range(0, TransactionMetadata.MaxPairs).ToDictionary(
            i => i.ToString(CultureInfo.InvariantCulture), _ => new string('a', TransactionMetadata.MaxValueLength));
        await wallets.DepositAsync(wallet.Id, 1m, new() { Metadata = metadata }, Token);
        await wallets.PlaceHoldAsync(wallet.Id, 1m, new() { Metadata = metadata }, Token);

        Assert.InRange(await Sql.ValueAsync<int>("SELECT pg_column_size(metadata) FROM transactions"), 16 * 512, PageText.MaxBytes);
        Assert.InRange(await Sql.ValueAsync<int>("SELECT pg_column_size(metadata) FROM holds"), 16 * 512, PageText.MaxBytes);
    }

    [Fact]
    public async Task Openings_by_two_hosts_at_once_make_no_more_wallets_than_allowed()
    {
        var hosts = new[] { Host(more: AllowFive), Host(more: AllowFive) };
        var openings = await Task.WhenAll(Enumerable.Range(0, 40).Select(async i =>
            await Record.ExceptionAsync(() => hosts[i % 2].Wallets.OpenAsync("owner", "USD", $"wallet {i}", Token))));

        Assert.Equal(5, openings.Count(failure => failure is null));
        Assert.All(openings, failure => Assert.True(failure is null or TooManyWalletsException, failure?.ToString()));
        Assert.Equal(5, await Sql.CountAsync("wallets"));
    }

    private static void AllowFive(WalletHostOptions options) => options.WalletKit = walletKit => walletKit.MaxWalletsPerOwner = 5;

    // SQL inserts the wallets, because it would take a test too long to open so many wallets of one owner.
    private Task FillAsync() => Sql.RunAsync(
        $"""
        CREATE TEMPORARY TABLE new AS SELECT gen_random_uuid() AS id, 'wallet ' || to_char(number, 'FM00000') AS name FROM generate_series(1, {Wallets}) number;
        INSERT INTO wallets SELECT made.* FROM new, wallets w, jsonb_populate_record(w, jsonb_build_object('id', new.id, 'name', new.name)) made;
        INSERT INTO wallet_names SELECT 'owner', new.name, new.id FROM new;
        ANALYZE wallets; ANALYZE wallet_names;
        """);

    private async Task<JsonElement> ExplainAsync(string sql) =>
        JsonDocument.Parse(await Sql.ValueAsync<string>($"EXPLAIN (ANALYZE, FORMAT JSON) {sql}")).RootElement[0].GetProperty("Plan");

    private static long RowsOf(JsonElement node, string table)
    {
        var own = node.TryGetProperty("Relation Name", out var relation) && relation.GetString() == table
            ? (long)(node.GetProperty("Actual Rows").GetDouble() * node.GetProperty("Actual Loops").GetDouble())
            : 0;
        return own + (node.TryGetProperty("Plans", out var plans) ? plans.EnumerateArray().Sum(plan => RowsOf(plan, table)) : 0);
    }
}
