using System.Globalization;
using System.Text.Json;
using WalletKit.Commands;
using WalletKit.PostgreSql.Reading;
using WalletKit.PostgreSql.Rebates;
using WalletKit.PostgreSql.Schema;
using WalletKit.Stores;
using WalletKit.Testing.Model.Running;

namespace WalletKit.PostgreSql.Tests.Reading;

public sealed class PageTests : PostgreSqlTest
{
    private const int Wallets = 5_000;
    private const int Transactions = 100_000;

    private static readonly DateTimeOffset s_first = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private PostgreSqlSchema Names => new(Schema, PostgreSqlMigrations.All);

    [Fact]
    public async Task A_page_of_an_owners_wallets_reads_no_more_of_them_than_the_page_has()
    {
        await Host().Wallets.OpenAsync("owner", "USD", "wallet 00000", cancellationToken: Token);
        await FillAsync();

        var plan = await ExplainAsync(PostgreSqlWalletStore.OwnerPage(Names), "'owner'", "'wallet 02500'", "50::bigint", "now()");

        Assert.Equal((51, 50), (RowsOf(plan, "walletkit_wallet_names"), RowsOf(plan, "walletkit_wallets")));
    }

    [Theory]
    [InlineData(HistoryOrder.NewestFirst)]
    [InlineData(HistoryOrder.OldestFirst)]
    public async Task A_page_of_a_rare_type_reads_no_more_rows_than_its_stretch_has(HistoryOrder order)
    {
        var wallet = (await Host().Wallets.OpenAsync("owner", "USD", cancellationToken: Token)).Wallet.Id;
        await FillHistoryAsync(wallet);
        var isForward = order == HistoryOrder.OldestFirst;
        var range = new HistoryRange(wallet, order, isForward ? 5_000 : 95_001, 50) { Through = isForward ? 15_000 : 85_001, Types = [TransactionType.Withdrawal] };

        Assert.InRange(await CountReadAsync(range), 1, 10_000);
        Assert.InRange(await CountReadAsync(range with { Through = null }), 10_001, Transactions + 1);

        // Every thousandth transaction has the reference, and an index finds it.
        Assert.InRange(await CountReadAsync(range with { Types = [], Reference = "rare", Through = null }), 1, 51);
        Assert.InRange(await CountReadAsync(range with { Types = [], Limit = 5 }), 1, 6);
    }

    [Theory]
    [InlineData(HistoryOrder.NewestFirst)]
    [InlineData(HistoryOrder.OldestFirst)]
    public async Task A_page_of_back_dated_transactions_reads_no_more_of_them_than_the_page_has(HistoryOrder order)
    {
        var wallet = (await Host().Wallets.OpenAsync("owner", "USD", cancellationToken: Token)).Wallet.Id;
        await FillHistoryAsync(wallet);
        var range = new BackdatedRange(wallet, order, new(s_first.AddDays(50), 1), 5);

        var plan = await ExplainAsync(BackdatedQuery.Page(Names, range), $"'{wallet}'", "5::bigint", $"'{s_first.AddDays(50):O}'", "1");

        Assert.Equal(6, RowsOf(plan, "walletkit_journal"));
    }

    [Fact]
    public async Task A_sum_of_back_dated_transactions_reads_those_that_count_and_no_others()
    {
        var wallet = (await Host().Wallets.OpenAsync("owner", "USD", cancellationToken: Token)).Wallet.Id;
        await FillHistoryAsync(wallet);

        // Every thousandth transaction is back-dated, each to a day of its own.
        var plan = await ExplainAsync(BackdatedQuery.Sum(Names), $"'{wallet}'", $"'{s_first.AddDays(20):O}'", "0", "90000");

        Assert.Equal(20, RowsOf(plan, "walletkit_journal"));
    }

    [Theory]
    [InlineData(RebateStatus.Paid)]
    [InlineData(RebateStatus.Cancelled)]
    public async Task A_page_of_rebates_reads_none_in_another_state(RebateStatus status)
    {
        var wallet = (await Host().Wallets.OpenAsync("owner", "USD", cancellationToken: Token)).Wallet.Id;
        await FillRebatesAsync(wallet);

        // Every thousandth rebate is in the other state.
        var first = await ExplainAsync(PostgreSqlRebateStore.FirstPage(Names, status), "5::bigint");
        var next = await ExplainAsync(PostgreSqlRebateStore.NextPage(Names, status), "5::bigint", $"'{wallet}'", "5000");

        Assert.Equal((6, 6 + 1), (RowsOf(first, "walletkit_rebates"), RowsOf(next, "walletkit_rebates")));
    }

    [Fact]
    public async Task A_page_of_open_holds_reads_none_that_has_ended()
    {
        var wallet = (await Host().Wallets.OpenAsync("owner", "USD", cancellationToken: Token)).Wallet.Id;
        await FillHoldsAsync(wallet);

        // Every thousandth hold is open.
        var plan = await ExplainAsync(PostgreSqlWalletStore.OpenHoldPage(Names), $"'{wallet}'", "now()", "5000", "5::bigint");

        Assert.Equal(6, RowsOf(plan, "walletkit_holds"));
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

        Assert.InRange(await Sql.ValueAsync<int>("SELECT pg_column_size(metadata) FROM walletkit_texts WHERE metadata IS NOT NULL AND version = 2"), 16 * 512, PageText.MaxBytes);
        Assert.InRange(await Sql.ValueAsync<int>("SELECT pg_column_size(metadata) FROM walletkit_holds"), 16 * 512, PageText.MaxBytes);
    }

    [Fact]
    public async Task Openings_by_two_hosts_at_once_make_no_more_wallets_than_allowed()
    {
        var hosts = new[] { Host(more: AllowFive), Host(more: AllowFive) };
        var openings = await Task.WhenAll(Enumerable.Range(0, 40).Select(async i =>
            await Record.ExceptionAsync(() => hosts[i % 2].Wallets.OpenAsync("owner", "USD", $"wallet {i}", cancellationToken: Token))));

        Assert.Equal(5, openings.Count(failure => failure is null));
        Assert.All(openings, failure => Assert.True(failure is null or TooManyWalletsException, failure?.ToString()));
        Assert.Equal(5, await Sql.CountAsync("walletkit_wallets"));
    }

    private static void AllowFive(WalletHostOptions options) => options.WalletKit = walletKit => walletKit.MaxWalletsPerOwner = 5;

    // SQL inserts the wallets, because it would take a test too long to open so many wallets of one owner.
    private Task FillAsync() => Sql.RunAsync(
        $"""
        CREATE TEMPORARY TABLE new AS SELECT gen_random_uuid() AS id, 'wallet ' || to_char(number, 'FM00000') AS name FROM generate_series(1, {Wallets}) number;
        INSERT INTO walletkit_wallets SELECT made.* FROM new, walletkit_wallets w, jsonb_populate_record(w, jsonb_build_object('id', new.id, 'name', new.name)) made;
        INSERT INTO walletkit_journal SELECT made.* FROM new, walletkit_journal j, jsonb_populate_record(j, jsonb_build_object('wallet_id', new.id)) made;
        INSERT INTO walletkit_wallet_names SELECT 'owner', new.name, new.id FROM new;
        ANALYZE walletkit_wallets; ANALYZE walletkit_wallet_names; ANALYZE walletkit_journal;
        """);

    // SQL inserts the transactions, because a test of reading needs no sound books.
    private Task FillHistoryAsync(WalletId walletId) => Sql.RunAsync(
        $"""
        INSERT INTO walletkit_journal (wallet_id, sequence, type, amount, balance, version, recorded_at, effective_at, hash)
        SELECT '{walletId}', number, {(int)TransactionType.Deposit}, 1, number, number + 1, now(),
            CASE number % 1000 WHEN 0 THEN timestamptz '{s_first:O}' + number / 1000 * interval '1 day' END, decode(repeat('00', 32), 'hex')
        FROM generate_series(1, {Transactions}) number;
        INSERT INTO walletkit_texts (wallet_id, version, reference) SELECT '{walletId}', number + 1, 'rare' FROM generate_series(1000, {Transactions}, 1000) number;
        ANALYZE walletkit_journal; ANALYZE walletkit_texts;
        """);

    private Task FillHoldsAsync(WalletId walletId) => Sql.RunAsync(
        $"""
        INSERT INTO walletkit_holds SELECT made.* FROM generate_series(1, 20000) number, jsonb_populate_record(NULL::walletkit_holds, jsonb_build_object(
            'wallet_id', '{walletId}', 'number', number, 'amount', 1, 'captured', 0, 'created_at', now(), 'updated_at', now(),
            'status', CASE number % 1000 WHEN 0 THEN 'open' ELSE 'voided' END, 'expires_at', CASE number % 2000 WHEN 0 THEN now() + interval '1 day' END)) made;
        ANALYZE walletkit_holds;
        """);

    private Task FillRebatesAsync(WalletId walletId) => Sql.RunAsync(
        $"""
        INSERT INTO walletkit_rebates (wallet_id, deposit, policy, terms, status, attempts, earned_at, due_at, paid_version, updated_at, noted_at, place)
        SELECT '{walletId}', number, 'percentage', '', CASE number % 1000 WHEN 0 THEN 'cancelled' ELSE 'paid' END, 0, now(), now(), CASE WHEN number % 1000 > 0 THEN number END, now(), now(), number
        FROM generate_series(1, 20000) number;
        ANALYZE walletkit_rebates;
        """);

    /// <summary>Runs the statement for a page, and returns the number of transactions that the server read for it.</summary>
    private async Task<long> CountReadAsync(HistoryRange range)
    {
        var (sql, parameters) = HistoryQuery.Create(Names, range);
        var values = parameters.Select(parameter => parameter.NpgsqlValue is long number ? $"{number}::bigint" : $"'{parameter.NpgsqlValue}'");
        return RowsOf(await ExplainAsync(sql, [.. values]), "walletkit_journal");
    }

    /// <summary>Runs a statement with its parameters written into it, and returns the plan with the rows that each step read.</summary>
    private async Task<JsonElement> ExplainAsync(string sql, params string[] values)
    {
        // The highest number is replaced first, because $1 is the beginning of $10.
        for (var i = values.Length; i > 0; i--)
        {
            sql = sql.Replace($"${i}", values[i - 1], StringComparison.Ordinal);
        }

        return JsonDocument.Parse(await Sql.ValueAsync<string>($"EXPLAIN (ANALYZE, FORMAT JSON) {sql}")).RootElement[0].GetProperty("Plan");
    }

    private static long RowsOf(JsonElement node, string table)
    {
        var own = node.TryGetProperty("Relation Name", out var relation) && relation.GetString() == table
            ? (long)((node.GetProperty("Actual Rows").GetDouble() + (node.TryGetProperty("Rows Removed by Filter", out var removed) ? removed.GetDouble() : 0)) * node.GetProperty("Actual Loops").GetDouble())
            : 0;
        return own + (node.TryGetProperty("Plans", out var plans) ? plans.EnumerateArray().Sum(plan => RowsOf(plan, table)) : 0);
    }
}
