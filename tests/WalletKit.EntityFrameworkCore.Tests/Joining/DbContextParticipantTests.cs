using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.DependencyInjection;
using WalletKit.EntityFrameworkCore.Tests.Shops;

namespace WalletKit.EntityFrameworkCore.Tests.Joining;

/// <summary>A context that writes in the commit of a batch, on each provider.</summary>
/// <typeparam name="TShop">The kind of database.</typeparam>
public abstract class DbContextParticipantTests<TShop> : ShopTest<TShop>
    where TShop : Shop
{
    [Fact]
    public async Task An_order_of_the_context_is_committed_with_the_withdrawal_and_gets_its_generated_key()
    {
        Order? order = null;
        ShopContext? used = null;
        var participant = Shop.Participant((context, results) =>
        {
            used = context;
            Assert.Equal(6m, context.Balances.Single(row => row.WalletId == Wallet).Balance);
            order = new Order { Number = 1, WalletId = Wallet, Payment = results[0].Transaction!.Id, Total = 4m };
            context.Add(order);
        });

        var receipt = await Withdraw(participant, 4m);

        await using var reading = Shop.Open();
        var row = await reading.Orders.SingleAsync(Token);
        Assert.Equal((Wallet, receipt.Transaction.Id, 4m), (row.WalletId, row.Payment, row.Total));
        Assert.NotEqual(0, order!.Id);
        Assert.Equal(row.Id, order.Id);
        Assert.True(used!.IsDisposed);
        await Shop.AssertCleanAsync();
    }

    [Fact]
    public async Task A_save_that_fails_takes_back_its_batch_and_the_calls_beside_it_go_on()
    {
        await Withdraw(Shop.Order(7));
        var wallets = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Shop.OpenWalletAsync($"owner {i}")));

        var calls = wallets.Select((wallet, i) => Shop.Wallets.WithdrawAsync(wallet, 1m, new() { Participant = i % 2 == 0 ? Shop.Order(i == 8 ? 7 : 100 + i) : null, IdempotencyKey = $"{i}" }, Token)).ToArray();
        await Task.WhenAll(calls.Select(static call => Settled(call))).WaitAsync(Guard, Token);

        Assert.Equal([8], calls.Index().Where(static call => !call.Item.IsCompletedSuccessfully).Select(static call => call.Index));
        await Assert.ThrowsAsync<DbUpdateException>(() => calls[8]);
        Assert.Equal(10m, (await Shop.Wallets.GetBalanceAsync(wallets[8], Token)).Balance);
        Assert.Equal([7, 100, 102, 104, 106, 110, 112, 114, 116, 118], await Shop.NumbersAsync());
        Assert.False((await Shop.Wallets.WithdrawAsync(wallets[8], 1m, new() { Participant = Shop.Order(108), IdempotencyKey = "8" }, Token)).Replayed);
        await Shop.AssertCleanAsync();
    }

    [Fact]
    public async Task An_exception_of_the_delegate_fails_the_batch_and_takes_back_what_was_saved_before_it()
    {
        var cause = new InvalidDataException("out of stock");
        var failing = Shop.Participant((context, _) =>
        {
            context.Add(new Order { Number = 1 });
            context.SaveChanges();
            throw cause;
        });

        Assert.Same(cause, await Assert.ThrowsAsync<InvalidDataException>(() => Withdraw(failing)));
        Assert.Equal(10m, await BalanceAsync());
        Assert.Empty(await Shop.NumbersAsync());
    }

    [Fact]
    public async Task A_row_that_others_changed_meanwhile_fails_the_batch_as_a_concurrency_exception()
    {
        await Withdraw(Shop.Order(1));
        var stale = Shop.Participant((context, _) =>
        {
            var order = context.Orders.Single();
            context.Entry(order).Property(row => row.Revision).OriginalValue = 5;
            order.Revision = 6;
        });

        await Assert.ThrowsAsync<DbUpdateConcurrencyException>(() => Withdraw(stale));
        Assert.Equal(9m, await BalanceAsync());
    }

    [Fact]
    public async Task A_delegate_may_go_on_after_a_save_of_its_own_that_failed()
    {
        await Withdraw(Shop.Order(1));
        var participant = Shop.Participant((context, _) =>
        {
            context.Add(new Order { Number = 1 });
            Assert.Throws<DbUpdateException>(() => context.SaveChanges());
            context.ChangeTracker.Clear();
            context.Add(new Order { Number = 2 });
        });

        Assert.Equal(8m, (await Withdraw(participant)).Balance);
        Assert.Equal([1, 2], await Shop.NumbersAsync());
    }

    [Fact]
    public async Task No_context_is_made_for_a_refusal_and_for_a_replay()
    {
        var made = 0;
        var participant = new DbContextParticipant<ShopContext>(
            () =>
            {
                made++;
                return Shop.Open();
            },
            (context, _) => context.Add(new Order { Number = 1 }));

        await Assert.ThrowsAsync<InsufficientFundsException>(() => Withdraw(participant, 100m));
        await Withdraw(participant, key: "key");
        Assert.True((await Withdraw(participant, key: "key")).Replayed);

        Assert.Equal(1, made);
        Assert.Equal([1], await Shop.NumbersAsync());
    }

    [Fact]
    public async Task Contexts_of_the_registered_factory_take_part()
    {
        var factory = Shop.Services.GetRequiredService<IDbContextFactory<ShopContext>>();
        var participant = factory.CreateParticipant((context, _) => context.Add(new Order { Number = 1 }));

        await Withdraw(participant);

        Assert.Equal(nameof(ShopContext), participant.Name);
        Assert.Equal([1], await Shop.NumbersAsync());
    }

    [Fact]
    public async Task A_context_of_a_pool_is_refused_by_name_and_the_pool_is_not_harmed()
    {
        var services = new ServiceCollection();
        services.AddPooledDbContextFactory<ShopContext>(Shop.Configure, poolSize: 1);
        await using var provider = services.BuildServiceProvider();
        var factory = provider.GetRequiredService<IDbContextFactory<ShopContext>>();

        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(() => Withdraw(factory.CreateParticipant((context, _) => context.Add(new Order { Number = 1 }))));

        Assert.Contains("pool", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(10m, await BalanceAsync());
        await using var pooled = await factory.CreateDbContextAsync(Token);
        Assert.Empty(await pooled.Orders.ToListAsync(Token));
        var options = provider.GetRequiredService<DbContextOptions<ShopContext>>();
        await Withdraw(new DbContextParticipant<ShopContext>(() => new ShopContext(options), (context, _) => context.Add(new Order { Number = 1 })));
        Assert.Equal([1], await pooled.Orders.Select(order => order.Number).ToListAsync(Token));
    }

    [Fact]
    public async Task Interceptors_and_the_timeout_of_the_context_stay_and_do_not_reach_the_store()
    {
        var saves = new CountingInterceptor();
        var participant = new DbContextParticipant<ShopContext>(
            () => Shop.Open(builder => builder.AddInterceptors(saves)),
            (context, _) =>
            {
                context.Database.SetCommandTimeout(7);
                context.Add(new Order { Number = saves.Saves + 1 });
            });

        await Withdraw(participant);
        await Withdraw(participant);

        Assert.Equal(2, saves.Saves);
        Assert.Equal([1, 2], await Shop.NumbersAsync());
    }

    [Fact]
    public async Task A_strategy_that_a_host_wrote_from_scratch_and_that_retries_is_refused_by_name()
    {
        var participant = new DbContextParticipant<ShopContext>(
            () => Shop.Open(builder => builder.ReplaceService<IExecutionStrategyFactory, StubbornStrategyFactory>()),
            (context, _) => context.Add(new Order { Number = 1 }));

        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(() => Withdraw(participant));

        Assert.Contains(nameof(StubbornStrategy), refusal.Message, StringComparison.Ordinal);
        Assert.Equal(10m, await BalanceAsync());
    }

    [Fact]
    public async Task A_strategy_that_retries_leaves_a_failure_to_the_store()
    {
        RetryingStrategy.Retries = 0;
        var runs = 0;
        var participant = new DbContextParticipant<ShopContext>(
            () => Shop.Open(builder => builder.ReplaceService<IExecutionStrategyFactory, RetryingStrategyFactory>()),
            (context, _) =>
            {
                runs++;
                context.Add(new Order { Number = 1 });
            });
        await Withdraw(participant);
        await Assert.ThrowsAsync<DbUpdateException>(() => Withdraw(participant));

        Assert.Equal((2, 0), (runs, RetryingStrategy.Retries));
        Assert.Equal(9m, await BalanceAsync());
    }
}
