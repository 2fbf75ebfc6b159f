using Microsoft.Data.Sqlite;

namespace WalletKit.Durability.Tests.Joining;

/// <summary>Participants that do more than they may. Each fails alone, and its neighbors in the same commit do not notice.</summary>
public sealed class ParticipantLimitTests : JoinedTest
{
    private const string Endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n";

    [Theory]
    [InlineData("COMMIT")]
    [InlineData("ROLLBACK")]
    [InlineData("END")]
    [InlineData("RELEASE walletkit_batch")]
    [InlineData("ROLLBACK TO WalletKit_Batch")]
    [InlineData("SAVEPOINT walletkit_batch")]
    [InlineData("ATTACH ':memory:' AS other")]
    [InlineData("UPDATE walletkit_journal SET balance = 1")]
    [InlineData("DELETE FROM walletkit_wallets")]
    [InlineData("INSERT INTO WALLETKIT_journal_head VALUES (2, 3)")]
    [InlineData("DROP TABLE walletkit_texts")]
    [InlineData("ALTER TABLE walletkit_texts ADD COLUMN x")]
    [InlineData("CREATE TABLE walletkit_mine (x)")]
    [InlineData("CREATE INDEX mine ON walletkit_journal (amount)")]
    [InlineData("CREATE TRIGGER mine AFTER INSERT ON walletkit_journal BEGIN SELECT 1; END")]
    [InlineData("PRAGMA synchronous = OFF")]
    [InlineData("PRAGMA foreign_keys = OFF")]
    [InlineData("PRAGMA writable_schema = ON")]
    [InlineData("PRAGMA wal_checkpoint")]
    [InlineData("PRAGMA optimize")]
    public async Task A_participant_neither_ends_the_transaction_nor_writes_what_is_not_its_own(string sql)
    {
        var calls = await InOneGroup(() => [Deposit(), Deposit(new SqliteAct(context => SqliteAct.Run(context, sql))), Deposit(SqliteAct.Order(1))]);

        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(() => calls[1]);
        Assert.StartsWith("The participant orders may not do this inside a commit of the wallets: ", refusal.Message, StringComparison.Ordinal);
        Assert.IsType<SqliteException>(refusal.InnerException);
        await calls[0];
        await calls[2];
        await AssertBooks(deposits: 2, orders: 1);
    }

    [Fact]
    public async Task A_trigger_of_the_host_does_not_reach_the_tables_of_the_wallets_either()
    {
        using (var other = Raw.Open(Directory.Database))
        {
            other.Execute("CREATE TRIGGER greedy AFTER INSERT ON orders BEGIN UPDATE walletkit_journal SET balance = 1000; END");
        }

        await Assert.ThrowsAsync<InvalidOperationException>(() => Deposit(SqliteAct.Order(1)));
        await AssertBooks(deposits: 0, orders: 0);
    }

    [Theory]
    [InlineData("SAVEPOINT mine; INSERT INTO orders (number) VALUES (1); RELEASE mine")]
    [InlineData("SAVEPOINT left_open; INSERT INTO orders (number) VALUES (1)")]
    [InlineData("CREATE TABLE more (walletkit_id INTEGER, x INTEGER); INSERT INTO more VALUES (1, 2); UPDATE more SET walletkit_id = 3; INSERT INTO orders (number) VALUES (1)")]
    [InlineData("PRAGMA defer_foreign_keys = ON; INSERT INTO orders (number) SELECT count(*) FROM walletkit_wallets")]
    [InlineData("SELECT * FROM pragma_table_info('orders'); INSERT INTO orders (number) VALUES (1)")]
    public async Task A_participant_uses_savepoints_and_tables_of_its_own(string sql)
    {
        await Deposit(new SqliteAct(context => SqliteAct.Run(context, sql)));
        await Deposit();
        await AssertBooks(deposits: 2, orders: 1);
    }

    [Theory]
    [InlineData("INSERT INTO orders (number, buyer) VALUES (2, 99)")]
    [InlineData("PRAGMA defer_foreign_keys = ON; INSERT INTO orders (number, buyer) VALUES (2, 99)")]
    public async Task A_reference_that_is_violated_at_the_end_fails_the_batch_and_not_the_commit(string sql)
    {
        var calls = await InOneGroup(() => [Deposit(), Deposit(new SqliteAct(context => SqliteAct.Run(context, sql))), Deposit(SqliteAct.Order(1))]);

        var failure = await Assert.ThrowsAsync<WalletStoreException>(() => calls[1]);
        Assert.Equal((StoreFailure.Constraint, false), (failure.Failure, failure.OutcomeUnknown));
        Assert.Contains("orders", failure.Message, StringComparison.Ordinal);
        await calls[0];
        await calls[2];
        await Deposit(new SqliteAct(static context => SqliteAct.Run(context, "INSERT INTO orders (number, buyer) VALUES (2, 99); INSERT INTO buyers VALUES (99)")));
        await AssertBooks(deposits: 3, orders: 2);
    }

    [Theory]
    [InlineData("INSERT OR ROLLBACK INTO orders (number) VALUES (1), (1)")]
    [InlineData("CREATE TRIGGER ender BEFORE INSERT ON orders BEGIN SELECT RAISE(ROLLBACK, 'ended'); END; INSERT INTO orders (number) VALUES (5)")]
    public async Task A_participant_that_rolls_everything_back_fails_alone(string sql)
    {
        var calls = await InOneGroup(() => [Deposit(), Deposit(new SqliteAct(context => SqliteAct.Run(context, sql))), Deposit(SqliteAct.Order(1))]);

        await Assert.ThrowsAsync<SqliteException>(() => calls[1]);
        await calls[0];
        await calls[2];
        await AssertBooks(deposits: 2, orders: 1);
    }

    [Fact]
    public async Task A_participant_that_swallows_the_end_of_the_transaction_fails_alone()
    {
        var participant = new SqliteAct(static context =>
            Assert.Throws<SqliteException>(() => SqliteAct.Run(context, "INSERT OR ROLLBACK INTO orders (number) VALUES (1), (1)")));

        var calls = await InOneGroup(() => [Deposit(), Deposit(participant), Deposit(SqliteAct.Order(1))]);

        Assert.Contains("ended the transaction", (await Assert.ThrowsAsync<InvalidOperationException>(() => calls[1])).Message, StringComparison.Ordinal);
        await calls[0];
        await calls[2];
        await AssertBooks(deposits: 2, orders: 1);
    }

    [Theory]
    [InlineData("dispose")]
    [InlineData("close")]
    [InlineData("commit")]
    public async Task A_participant_that_takes_the_transaction_apart_fails_alone(string how)
    {
        var participant = new SqliteAct(context =>
        {
            SqliteAct.Run(context, "INSERT INTO orders (number) VALUES (1)");
            try
            {
                switch (how)
                {
                    case "dispose":
                        context.Transaction.Dispose();
                        break;
                    case "close":
                        context.Connection.Close();
                        break;
                    default:
                        context.Transaction.Commit();
                        break;
                }
            }
            catch (SqliteException)
            {
                // The participant goes on as if nothing had happened.
                if (how == "commit")
                {
                    throw;
                }
            }
        });

        var calls = await InOneGroup(() => [Deposit(), Deposit(participant), Deposit(SqliteAct.Order(2))]);

        await Assert.ThrowsAsync<InvalidOperationException>(() => calls[1]);
        await calls[0];
        await calls[2];
        Assert.Equal(3m, (await Deposit()).Balance);
        await AssertBooks(deposits: 3, orders: 1);
    }

    [Fact]
    public async Task A_reader_that_a_participant_left_open_does_not_keep_the_store_from_writing()
    {
        SqliteDataReader? reader = null;
        await Deposit(SqliteAct.Order(1));
        await Deposit(SqliteAct.Order(2));
        await Deposit(new SqliteAct(context =>
        {
            var command = context.Connection.CreateCommand();
            command.CommandText = "SELECT number FROM orders";
            reader = command.ExecuteReader();
            Assert.True(reader.Read());
        }));

        using (var other = Raw.Open(Directory.Database))
        {
            other.Execute("INSERT INTO buyers VALUES (1)");
        }

        Assert.Equal(4m, (await Deposit()).Balance);
        Assert.NotNull(reader);
        await AssertBooks(deposits: 4, orders: 2);
    }

    /// <summary>The same with little time for a participant.</summary>
    public sealed class InTime : JoinedTest
    {
        [Theory]
        [InlineData(Endless)]
        [InlineData("INSERT INTO orders (number) " + Endless)]
        public async Task Sql_that_takes_too_long_is_interrupted_and_its_neighbors_are_committed(string sql)
        {
            var calls = await InOneGroup(() => [Deposit(), Deposit(new SqliteAct(context => SqliteAct.Run(context, sql))), Deposit(SqliteAct.Order(1))]);

            var failure = await Assert.ThrowsAsync<TimeoutException>(() => calls[1]);
            Assert.Contains("orders", failure.Message, StringComparison.Ordinal);
            Assert.Contains(nameof(SqliteStoreOptions.ParticipantTimeout), failure.Message, StringComparison.Ordinal);
            await calls[0];
            await calls[2];
            await AssertBooks(deposits: 2, orders: 1);
        }

        [Fact]
        public async Task Host_code_that_takes_too_long_fails_its_batch_when_it_returns()
        {
            var participant = new SqliteAct(static context =>
            {
                SqliteAct.Run(context, "INSERT INTO orders (number) VALUES (1)");
                Assert.True(context.CancellationToken.WaitHandle.WaitOne(Guard));
            });

            await Assert.ThrowsAsync<TimeoutException>(() => Deposit(participant));
            await Deposit();
            await AssertBooks(deposits: 1, orders: 0);
        }

        private protected override void Configure(SqliteStoreOptions options)
        {
            base.Configure(options);
            options.ParticipantTimeout = TimeSpan.FromMilliseconds(50);
        }
    }
}
