using System.Diagnostics;
using WalletKit.Commands;
using WalletKit.Rules;
using WalletKit.Stores;

namespace WalletKit.Tests.Security.Fuzzing;

/// <summary>Calls of a store without the service, which would have refused them.</summary>
[Slow]
public sealed class StoreFuzzTests
{
    private const int Calls = 20_000;

    [Theory]
    [InlineData(TestWallets.InMemory)]
    [InlineData(TestWallets.Sqlite)]
    public async Task Every_batch_is_done_or_refused_and_the_books_stay_clean(string store)
    {
        var started = Stopwatch.GetTimestamp();
        await using var run = await FuzzRun.BeginAsync(store, wallets => wallets.AddCurrency("WEI", 18));
        var (any, commands) = (run.Any, new RandomCommands(run.Any));
        for (var i = 0; i < Calls; i++)
        {
            await run.CallAsync(i, async () =>
            {
                if (any.Chance(80))
                {
                    return (await run.Wallets.Store.CommitAsync(commands.Batch())).Refusal;
                }

                await ReadAsync(run.Wallets.Store, any, commands);
                return null;
            });
            if (any.Chance(2))
            {
                run.Wallets.Time.Advance(TimeSpan.FromSeconds(any.Random.Next(1, 100)));
            }
        }

        await run.EndAsync(started, "done", nameof(ArgumentException), nameof(InvalidInputException), nameof(InvalidAmountException), nameof(InsufficientFundsException), nameof(BalanceOutOfRangeException));
    }

    private static async Task ReadAsync(GatedStore store, Extremes any, RandomCommands commands)
    {
        switch (any.Random.Next(11))
        {
            case 0:
                await store.FindWalletAsync(any.Wallet());
                break;
            case 1:
                await store.FindWalletByNameAsync(any.Text(), any.Text());
                break;
            case 2:
                await store.ListWalletsAsync(any.Text(), any.TextOrNull(), any.Random.Next(1, 100));
                break;
            case 3:
                await store.FindWalletAsync(any.Wallet());
                break;
            case 4:
                await store.FindTransactionAsync(any.Transaction());
                break;
            case 5:
                await store.FindTransactionAsOfAsync(any.Wallet(), any.Time());
                break;
            case 6:
                await store.FindHoldAsync(any.Hold());
                break;
            case 7:
                await store.ListTransactionsAsync(new HistoryRange(any.Wallet(), any.Of(HistoryOrder.NewestFirst, HistoryOrder.OldestFirst), any.NumberOrNull(), any.Random.Next(1, 100))
                {
                    Reference = any.TextOrNull(),
                    Types = any.Chance(50) ? default : [any.Kind<TransactionType>()],
                    Through = any.NumberOrNull(),
                });
                break;
            case 8:
                await store.ReadLatestAsync([any.Wallet(), any.Wallet()]);
                break;
            case 9:
                await store.Rebates.FindAsync(any.Transaction());

                // Only the store names the places where a page continues; it takes any other place for damage.
                var status = any.Kind<RebateStatus>();
                if (await store.Rebates.ListAsync(status, null, 2) is [.., var last])
                {
                    await store.Rebates.ListAsync(status, last.Deposit, 10);
                }

                break;
            default:
                commands.Claim = Guid.CreateVersion7();
                await store.Rebates.ClaimAsync(commands.Claim, ["percentage", "test"], any.Time(), 10);
                break;
        }
    }
}
