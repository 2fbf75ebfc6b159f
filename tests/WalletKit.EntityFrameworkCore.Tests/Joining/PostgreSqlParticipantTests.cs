using Microsoft.EntityFrameworkCore;
using Npgsql;
using WalletKit.EntityFrameworkCore.Tests.Shops;

namespace WalletKit.EntityFrameworkCore.Tests.Joining;

/// <summary>A context in a transaction of the PostgreSQL store.</summary>
public sealed class PostgreSqlParticipantTests : DbContextParticipantTests<PostgreSqlShop>
{
    [Fact]
    public async Task An_asynchronous_delegate_writes_in_the_commit()
    {
        var token = CancellationToken.None;
        var participant = new AsyncDbContextParticipant<ShopContext>(() => Shop.Open(), async (context, results, cancellationToken) =>
        {
            token = cancellationToken;
            await context.Orders.AddAsync(new Order { Number = await context.Orders.CountAsync(cancellationToken) + 1, Payment = results[0].Transaction!.Id }, cancellationToken);
        });

        var receipt = await Withdraw(participant);

        await using var context = Shop.Open();
        Assert.Equal(receipt.Transaction.Id, (await context.Orders.SingleAsync(Token)).Payment);
        Assert.True(token.CanBeCanceled);
        await Shop.AssertCleanAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_deadlock_has_the_batch_done_again_with_a_new_context_also_where_the_context_retries(bool isRetrying)
    {
        await Withdraw(Shop.Order(1));
        await Withdraw(Shop.Order(2));
        var contexts = new HashSet<ShopContext>();
        await using var other = await Shop.BeginAsync();
        await RunAsync(other, "SET LOCAL deadlock_timeout = '1h'");
        await RunAsync(other, """UPDATE "Orders" SET "Revision" = 0 WHERE "Number" = 2""");
        Task? crossing = null;
        var participant = new DbContextParticipant<ShopContext>(
            () => Shop.Open(builder => _ = isRetrying ? builder.UseNpgsql(npgsql => npgsql.EnableRetryOnFailure()) : builder),
            (context, _) =>
            {
                contexts.Add(context);
                context.Database.ExecuteSql($"""UPDATE "Orders" SET "Revision" = 0 WHERE "Number" = 1""");
                crossing ??= RunAsync(other, """UPDATE "Orders" SET "Revision" = 0 WHERE "Number" = 1""");

                // The save meets the deadlock.
                context.Orders.Single(order => order.Number == 2).Total = 5m;
                context.Add(new Order { Number = 3 });
            });

        var withdrawal = Withdraw(participant);
        while (crossing is null && !withdrawal.IsCompleted)
        {
            await Task.Yield();
        }

        await crossing!.WaitAsync(Guard, Token);
        await other.CommitAsync(Token);

        Assert.Equal(7m, (await withdrawal.WaitAsync(Guard, Token)).Balance);
        Assert.True(contexts.Count > 1);
        Assert.Equal([1, 2, 3], await Shop.NumbersAsync());
        await Shop.AssertCleanAsync();
    }

    [Fact]
    public async Task A_lost_connection_has_the_batch_done_again_with_a_new_context()
    {
        var contexts = new HashSet<ShopContext>();
        var participant = new AsyncDbContextParticipant<ShopContext>(() => Shop.Open(), async (context, _, token) =>
        {
            contexts.Add(context);
            context.Add(new Order { Number = 1 });
            if (contexts.Count == 1)
            {
                var process = ((NpgsqlConnection)context.Database.GetDbConnection()).ProcessID;
                await using var other = await Shop.BeginAsync();
                await RunAsync(other, $"SELECT pg_terminate_backend({process}, 10000)");
            }
        });

        Assert.Equal(9m, (await Withdraw(participant).WaitAsync(Guard, Token)).Balance);
        Assert.Equal(2, contexts.Count);
        Assert.Equal([1], await Shop.NumbersAsync());
    }

    private static async Task RunAsync(NpgsqlTransaction transaction, string sql)
    {
#pragma warning disable CA2100 // The tests' own text.
        await using var command = new NpgsqlCommand(sql, transaction.Connection, transaction);
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync(Token);
    }
}
