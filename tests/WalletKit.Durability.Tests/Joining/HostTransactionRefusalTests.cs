using System.Data.Common;
using System.Transactions;
using Microsoft.Data.Sqlite;
using WalletKit.Commands;

namespace WalletKit.Durability.Tests.Joining;

/// <summary>Transactions in which the wallets take no part.</summary>
public sealed class HostTransactionRefusalTests : HostTransactionTest
{
    [Theory]
    [InlineData(":memory:", "", false, "the file of the wallets")]
    [InlineData("other.db", "", false, "the file of the wallets")]
    [InlineData("wallets.db", "", true, "deferred: true")]
    [InlineData("wallets.db", "PRAGMA synchronous = NORMAL", false, "PRAGMA synchronous is 1")]
    [InlineData("wallets.db", "PRAGMA synchronous = OFF", false, "PRAGMA synchronous is 0")]
    [InlineData("wallets.db", "PRAGMA foreign_keys = OFF", false, "PRAGMA foreign_keys is 0")]
    public async Task A_transaction_in_which_wallets_would_not_be_safe_is_refused_by_name_and_stays_usable(string file, string sql, bool isDeferred, string rule)
    {
        using var connection = Raw.Open(file == ":memory:" ? file : Directory.In(file));
        connection.Execute($"CREATE TABLE IF NOT EXISTS orders (number INTEGER PRIMARY KEY); {sql}");
        using var transaction = connection.BeginTransaction(isDeferred);

        var refusal = await Refused(() => Host.Wallets.In(transaction).DepositAsync(Wallet, 1m, cancellationToken: Token));

        Assert.Equal("transaction", refusal.Field);
        Assert.Contains(nameof(SqliteTransaction), refusal.Message, StringComparison.Ordinal);
        Assert.Contains(rule, refusal.Message, StringComparison.Ordinal);
        Order(connection, 1);
        transaction.Commit();
        Assert.Equal(1, connection.Number("SELECT count(*) FROM orders"));
        Assert.Equal(0m, await Balance());
    }

    [Fact]
    public async Task A_file_that_has_the_name_but_is_another_one_is_refused()
    {
        using var connection = Raw.Open(Directory.In("other.db"));
        connection.Execute("PRAGMA journal_mode = WAL; CREATE TABLE orders (number INTEGER PRIMARY KEY)");
        File.Move(Directory.In("other.db"), Directory.In("moved.db"));
        File.CreateSymbolicLink(Directory.In("other.db"), Directory.Database);
        File.Delete(Directory.In("other.db-wal"));
        File.CreateSymbolicLink(Directory.In("other.db-wal"), $"{Directory.Database}-wal");
        using var transaction = connection.BeginTransaction();

        Assert.Contains("the file of the wallets", (await Refused(() => Host.Wallets.In(transaction).DepositAsync(Wallet, 1m, cancellationToken: Token))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_transaction_that_has_ended_is_refused_by_name()
    {
        using var connection = Connect();
        using var transaction = connection.BeginTransaction();
        transaction.Commit();

        Assert.Contains("has ended", (await Refused(() => Host.Wallets.In(transaction).DepositAsync(Wallet, 1m, cancellationToken: Token))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_transaction_of_another_database_is_refused_by_name()
    {
        using var transaction = new OtherTransaction();

        var refusal = await Refused(() => Host.Wallets.In(transaction).DepositAsync(Wallet, 1m, cancellationToken: Token));

        Assert.Contains($"transaction '{nameof(OtherTransaction)}' must be a SqliteTransaction", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_participant_is_refused_by_name_in_each_call_that_takes_one()
    {
        using var connection = Connect();
        using var transaction = connection.BeginTransaction();
        var wallets = Host.Wallets.In(transaction);
        var participant = SqliteAct.Order(1);
        Func<Task>[] calls =
        [
            () => wallets.DepositAsync(Wallet, 1m, new() { Participant = participant }, Token),
            () => wallets.OpenAsync("new", "USD", options: new() { Participant = participant }, cancellationToken: Token),
            () => wallets.FreezeAsync(Wallet, new() { Participant = participant }, Token),
            () => wallets.ExecuteAsync([new Deposit(Wallet, 1m)], new() { Participant = participant }, Token),
        ];

        foreach (var call in calls)
        {
            Assert.Equal("participant", (await Refused(call)).Field);
        }

        Assert.Equal(0, participant.Runs);
    }

    [Fact]
    public async Task A_call_inside_a_section_or_a_participant_is_refused_and_one_inside_a_scope_is_not()
    {
        using (var connection = Connect())
        {
            using (var ended = connection.BeginTransaction())
            {
                ended.Commit();
                await Host.Wallets.ExecuteLockedAsync(
                    [Wallet],
                    async (_, _) => await Assert.ThrowsAsync<NestedSectionException>(() => Host.Wallets.In(ended).DepositAsync(Wallet, 1m, cancellationToken: Token)),
                    cancellationToken: Token);
            }

            await Deposit(new SqliteAct(context => Assert.True(
                Host.Wallets.In(context.Transaction).DepositAsync(Wallet, 1m, cancellationToken: Token).Exception?.InnerException is NestedParticipantException)));
            using var scope = new TransactionScope(TransactionScopeAsyncFlowOption.Enabled);
            using var transaction = connection.BeginTransaction();
            await Host.Wallets.In(transaction).DepositAsync(Wallet, 1m, cancellationToken: Token);
            transaction.Commit();
        }

        Assert.Equal(2m, await Balance());
    }

    private static Task<InvalidInputException> Refused(Func<Task> call) => Assert.ThrowsAsync<InvalidInputException>(call);

    private sealed class OtherTransaction : DbTransaction
    {
        public override System.Data.IsolationLevel IsolationLevel => System.Data.IsolationLevel.Serializable;

        protected override DbConnection? DbConnection => null;

        public override void Commit()
        {
        }

        public override void Rollback()
        {
        }
    }
}
