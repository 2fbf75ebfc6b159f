using Microsoft.Data.Sqlite;
using WalletKit.Storage.Sqlite;
using WalletKit.Stores;

namespace WalletKit.Tests.Storage;

public sealed class SqliteQueryPlanTests
{
    private const string ByPolicyAndTime = "SEARCH walletkit_rebates USING COVERING INDEX walletkit_rebates_pending (policy_id=? AND due_at<?)";
    private const string PolicyByName = "SEARCH walletkit_rebate_policies USING COVERING INDEX sqlite_autoindex_walletkit_rebate_policies_1 (name=?)";
    private const string Expired = "USING COVERING INDEX walletkit_holds_expiring (wallet_id=? AND expires_at>? AND expires_at<?)";
    private const string NextExpiry = "USING COVERING INDEX walletkit_holds_expiring (wallet_id=? AND expires_at>?)";

    [Fact]
    public async Task The_oldest_pending_rebate_is_found_without_reading_those_that_were_paid()
    {
        var plan = await ExplainAsync(ReadSession.OldestPendingRebate);

        Assert.Equal(2, plan.Count);
        Assert.Equal("SEARCH r USING COVERING INDEX walletkit_rebates_by_status (status=?)", plan[0]);
        Assert.Equal("SEARCH t USING INTEGER PRIMARY KEY (rowid=?)", plan[1]);
    }

    [Fact]
    public async Task A_page_of_an_owners_wallets_is_read_in_the_order_of_an_index_and_the_open_ones_are_counted_by_another()
    {
        Assert.Contains(await ExplainAsync(ReadSession.WalletsOfOwner), step => step.EndsWith("(owner_id=? AND name>?)", StringComparison.Ordinal));
        Assert.Contains("SEARCH walletkit_wallets USING COVERING INDEX walletkit_wallets_open (owner_id=?)", await ExplainAsync(WalletTable.OpenOfOwner));
    }

    [Fact]
    public async Task A_page_of_rebates_is_read_by_an_index_in_its_order_and_no_rebate_in_another_state_is_read()
    {
        var plan = await ExplainAsync(ReadSession.RebatesInStatus);

        Assert.Equal("SEARCH r USING INDEX walletkit_rebates_by_status (status=? AND rowid>?)", plan[0]);
        Assert.All(plan, step => Assert.StartsWith("SEARCH ", step, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_page_of_open_holds_is_read_by_an_index_of_them_and_no_hold_that_has_ended_is_read()
    {
        var plan = await ExplainAsync(ReadSession.OpenHolds);

        Assert.Contains("SEARCH h USING INDEX walletkit_holds_open (wallet_id=? AND number>?)", plan);
        Assert.All(plan, step => Assert.Matches("^(SEARCH|CORRELATED SCALAR SUBQUERY) ", step));
    }

    [Fact]
    public async Task Rebates_due_under_a_policy_are_found_in_order_without_reading_those_of_other_policies()
    {
        Assert.Equal([ByPolicyAndTime, "SCALAR SUBQUERY 1", PolicyByName], await ExplainAsync(RebateTable.Due));
        Assert.Equal(["SCAN CONSTANT ROW", "SCALAR SUBQUERY 2", ByPolicyAndTime, "SCALAR SUBQUERY 1", PolicyByName], await ExplainAsync(ReadSession.HasDue));
    }

    [Fact]
    public async Task The_policies_of_pending_rebates_are_found_by_one_look_at_the_index_for_each_policy() =>
        Assert.Equal(["SCAN o", "SEARCH r EXISTS USING COVERING INDEX walletkit_rebates_pending (policy_id=?)"], (await ExplainAsync(ReadSession.PendingPolicies))[..2]);

    [Fact]
    public async Task The_amount_of_expired_holds_is_summed_from_an_index_alone()
    {
        Assert.Equal([$"SEARCH walletkit_holds {Expired}"], await ExplainAsync(HoldTable.SumExpired));

        // A read of a wallet has a query of its own for the sum, and one for the next expiry.
        Assert.Equal(
            [$"SEARCH h {Expired}", $"SEARCH h {NextExpiry}"],
            (await ExplainAsync(ReadSession.WalletsOfOwner)).FindAll(step => step.StartsWith("SEARCH h ", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(HistoryOrder.OldestFirst)]
    [InlineData(HistoryOrder.NewestFirst)]
    public async Task A_page_of_back_dated_transactions_is_read_in_the_order_of_an_index_of_them(HistoryOrder order)
    {
        var whole = new BackdatedRange(default, order, null, 1);
        var place = new BackdatedPlace(DateTimeOffset.UnixEpoch, 1);
        foreach (var (range, bounds) in ((BackdatedRange, string)[])
            [
                (whole, "wallet_id=? AND effective_at>?"),
                (whole with { After = place }, order == HistoryOrder.OldestFirst ? "wallet_id=? AND (effective_at,version)>(?,?)" : "wallet_id=? AND effective_at>? AND (effective_at,version)<(?,?)"),
                (whole with { After = place, Through = place }, "wallet_id=? AND (effective_at,version)>(?,?) AND (effective_at,version)<(?,?)"),
            ])
        {
            var plan = await ExplainAsync(ReadSession.Backdated(range));

            Assert.Equal($"SEARCH t USING INDEX walletkit_journal_backdated ({bounds})", plan[1]);
            Assert.All(plan, step => Assert.StartsWith("SEARCH ", step, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Back_dated_transactions_are_summed_from_an_index_alone() => Assert.Contains(
        "SEARCH t USING COVERING INDEX walletkit_journal_backdated (wallet_id=? AND effective_at>? AND effective_at<?)", await ExplainAsync(ReadSession.BackdatedSums));

    [Fact]
    public async Task A_trial_balance_reads_the_entries_after_the_last_block_by_their_row_ids_and_no_others()
    {
        Assert.Equal(
            ["SEARCH j USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)", "SEARCH w USING INTEGER PRIMARY KEY (rowid=?)"],
            (await ExplainAsync(TotalsQuery.Entries)).FindAll(step => step.StartsWith("SEARCH", StringComparison.Ordinal) || step.StartsWith("SCAN", StringComparison.Ordinal)));
        Assert.Equal(
            ["SEARCH walletkit_totals USING PRIMARY KEY (through>? AND through<?)"],
            (await ExplainAsync(TotalsQuery.Blocks)).FindAll(step => step.StartsWith("SEARCH", StringComparison.Ordinal) || step.StartsWith("SCAN", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Old_keys_are_found_by_a_walk_in_the_order_of_the_primary_key()
    {
        Assert.Contains("SEARCH walletkit_idempotency_keys USING PRIMARY KEY ((wallet_id,key)>(?,?))", await ExplainAsync(OldKeys.LastOfPiece));
        Assert.Equal(["SEARCH walletkit_idempotency_keys USING PRIMARY KEY ((wallet_id,key)>(?,?) AND (wallet_id,key)<(?,?))"], await ExplainAsync(OldKeys.DeletePiece));
    }

    private static async Task<List<string>> ExplainAsync(string sql)
    {
        using var directory = new TemporaryDirectory();
        var path = directory.File("wallets.db");
        await using var store = new SqliteWalletStore(new SqliteStoreOptions { ConnectionString = $"Data Source={path}" }, TimeProvider.System);
        await store.OpenAsync(Token);
        await using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        await connection.OpenAsync(Token);
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The library's own text.
        command.CommandText = "EXPLAIN QUERY PLAN " + sql;
#pragma warning restore CA2100
        List<string> steps = [];
        await using var reader = await command.ExecuteReaderAsync(Token);
        while (await reader.ReadAsync(Token))
        {
            steps.Add(reader.GetString(3));
        }

        return steps;
    }
}
