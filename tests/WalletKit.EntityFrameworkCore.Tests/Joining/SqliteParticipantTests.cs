using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using WalletKit.Commands;
using WalletKit.EntityFrameworkCore.Tests.Shops;

namespace WalletKit.EntityFrameworkCore.Tests.Joining;

/// <summary>A context on the writer's connection of the SQLite store.</summary>
public sealed class SqliteParticipantTests : DbContextParticipantTests<SqliteShop>
{
    [Fact]
    public async Task Many_runs_on_one_connection_leave_the_statements_of_the_store_and_its_settings_as_they_were()
    {
        var connections = new HashSet<SqliteConnection>();
        var timeouts = new HashSet<int>();
        var contexts = new List<WeakReference>();
        for (var i = 1; i <= 300; i++)
        {
            var participant = new DbContextParticipant<ShopContext>(
                () => Shop.Open(builder => builder.UseSqlite(sqlite => sqlite.CommandTimeout(7))),
                (context, _) =>
                {
                    var connection = (SqliteConnection)context.Database.GetDbConnection();
                    connections.Add(connection);
                    timeouts.Add(connection.DefaultTimeout);
                    contexts.Add(new WeakReference(context));
                    context.Add(new Order { Number = i, Total = 0.1m });

                    // This sum and this comparison are functions of the provider.
                    Assert.Equal((i - 1) * 0.1m, context.Orders.Where(order => order.Total < 100m).Sum(order => order.Total));
                });
            Assert.Equal(10m - (0.02m * i) + 0.01m, (await Withdraw(participant, 0.01m, key: $"key {i}")).Balance);
            Assert.True((await Withdraw(participant, 0.01m, key: $"key {i}")).Replayed);
            Assert.Equal(10m - (0.02m * i), (await Shop.Wallets.WithdrawAsync(Wallet, 0.01m, cancellationToken: Token)).Balance);
        }

        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        Assert.InRange(contexts.Count(static context => context.IsAlive), 0, 2);
        Assert.Single(connections);
        Assert.DoesNotContain(7, timeouts);
        Assert.Equal(300, (await Shop.NumbersAsync()).Count);
        await Shop.AssertCleanAsync();
    }

    [Fact]
    public async Task A_context_that_chooses_its_database_itself_gets_the_connection_of_the_commit()
    {
        var participant = new DbContextParticipant<SelfConfiguredContext>(
            () => new SelfConfiguredContext(Shop),
            (context, _) =>
            {
                context.Add(new Order { Number = 1, Total = 2m });
                context.SaveChanges();
                Assert.Equal(1, context.Orders.Count(order => order.Total > 1.5m));
            });

        await Withdraw(participant);

        Assert.Equal([1], await Shop.NumbersAsync());
    }

    [Fact]
    public async Task A_context_runs_again_where_its_group_failed_and_it_is_a_new_one()
    {
        var contexts = new HashSet<ShopContext>();
        Task<TransactionReceipt>[] calls;
        await using (var other = Shop.Connect())
        {
            Execute(other, "CREATE TRIGGER defect BEFORE INSERT ON walletkit_texts WHEN NEW.reference = 'defect' BEGIN SELECT RAISE(ABORT, 'defect'); END");

            // While the file is held, all calls wait for the same commit.
            Execute(other, "BEGIN IMMEDIATE");
            calls =
            [
                Withdraw(Shop.Participant((context, _) =>
                {
                    contexts.Add(context);
                    context.Add(new Order { Number = 1 });
                })),
                Shop.Wallets.DepositAsync(Wallet, 1m, new() { Reference = "defect" }, Token),
            ];
            Execute(other, "ROLLBACK");
        }

        await Task.WhenAll(calls.Select(static call => Settled(call))).WaitAsync(Guard, Token);

        await Assert.ThrowsAsync<WalletStoreException>(() => calls[1]);
        Assert.Equal(9m, (await calls[0]).Balance);
        Assert.Equal(2, contexts.Count);
        Assert.Equal([1], await Shop.NumbersAsync());
    }

    [Fact]
    public async Task A_write_to_a_table_of_the_wallets_is_refused_by_name()
    {
        var participant = Shop.Participant((context, _) => context.Database.ExecuteSqlRaw("DELETE FROM walletkit_holds"));

        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(() => Withdraw(participant));

        Assert.Contains("walletkit_holds", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_asynchronous_participant_is_refused_by_name()
    {
        var participant = new AsyncDbContextParticipant<ShopContext>(() => Shop.Open(), static (_, _, _) => Task.CompletedTask);

        var refusal = await Assert.ThrowsAsync<InvalidInputException>(() => Withdraw(participant));

        Assert.Contains(nameof(ISqliteParticipant), refusal.Message, StringComparison.Ordinal);
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The tests' own text.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    private sealed class SelfConfiguredContext(SqliteShop shop) : DbContext
    {
        public DbSet<Order> Orders => Set<Order>();

        protected override void OnConfiguring(DbContextOptionsBuilder optionsBuilder) => shop.Configure(optionsBuilder);

        protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) => configurationBuilder.UseWalletKit(Database);
    }
}
