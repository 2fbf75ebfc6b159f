using System.Collections.Immutable;
using System.Diagnostics;
using WalletKit.Commands;
using WalletKit.Model.Money;
using WalletKit.Rules;
using WalletKit.Testing.Model.Steps;

namespace WalletKit.Tests.Security.Fuzzing;

/// <summary>Calls of a host that checks nothing before it calls the service.</summary>
[Slow]
public sealed class ServiceFuzzTests
{
    private const int Calls = 20_000;

    [Theory]
    [InlineData(TestWallets.InMemory)]
    [InlineData(TestWallets.Sqlite)]
    public async Task Every_call_of_a_host_is_done_or_refused_and_the_books_stay_clean(string store)
    {
        var started = Stopwatch.GetTimestamp();
        var rates = new TestRates();
        await using var run = await FuzzRun.BeginAsync(store, wallets => wallets.AddCurrency("WEI", 18).AddExchangeRates(_ => rates));
        var calls = new RandomCalls(run.Any);
        for (var i = 0; i < Calls; i++)
        {
            rates.Rate = run.Any.Of<decimal?>(null, 0.9m, 0m, -1m, decimal.MaxValue, decimal.MinValue, 0.0000000000000000000000000001m);
            await run.CallAsync(i, () => calls.CallAsync(run.Wallets));
            if (run.Any.Chance(2))
            {
                run.Wallets.Time.Advance(TimeSpan.FromSeconds(run.Any.Random.Next(1, 100)));
            }
        }

        await run.EndAsync(
            started, "done", nameof(ArgumentNullException), nameof(InvalidInputException), nameof(InvalidAmountException), nameof(InsufficientFundsException), nameof(ExchangeRateUnavailableException),
            nameof(NestedSectionException), nameof(TaskCanceledException));
    }

    /// <summary>Random calls of every method.</summary>
    private sealed class RandomCalls(Extremes any)
    {
        private readonly RandomCommands _commands = new(any);

        public async Task<Exception?> CallAsync(TestWallets wallets)
        {
            using var canceled = new CancellationTokenSource();
            if (any.Chance(1))
            {
                await canceled.CancelAsync();
            }

            var (service, token) = (wallets.Wallets, canceled.Token);
            switch (any.Random.Next(24))
            {
                case 0:
                    await service.OpenAsync(any.TextOrForbiddenNull(), any.Chance(50) ? "USD" : any.TextOrForbiddenNull(), any.TextOrForbiddenNull(), cancellationToken: token);
                    break;
                case 1 or 2:
                    await service.DepositAsync(any.Wallet(), any.Amount(), Posting<DepositOptions>(new()), token);
                    break;
                case 3:
                    await service.WithdrawAsync(any.Wallet(), any.Amount(), Posting<WithdrawOptions>(new()), token);
                    break;
                case 4 or 5:
                    await service.TransferAsync(any.Wallet(), any.Wallet(), any.Amount(), Posting(new TransferOptions { TargetAmount = any.AmountOrNull(), Rate = any.AmountOrNull(), Rounding = any.Kind<MidpointRounding>() }), token);
                    break;
                case 6:
                    await service.PlaceHoldAsync(any.Wallet(), any.Amount(), Posting(new HoldOptions { ExpiresIn = any.Span() }), token);
                    break;
                case 7:
                    await service.CaptureHoldAsync(any.Hold(), any.AmountOrNull(), Posting(new CaptureOptions { KeepOpen = any.Chance(50) }), token);
                    break;
                case 8:
                    await service.VoidHoldAsync(any.Hold(), new() { IdempotencyKey = any.TextOrNull(), ExpectedVersion = any.NumberOrNull() }, token);
                    break;
                case 9:
                    await service.ReverseAsync(any.Transaction(), Posting(new ReversalOptions { AllowOverdraft = any.Chance(30) }), token);
                    break;
                case 10:
                    await service.FreezeAsync(any.Wallet(), State(), token);
                    break;
                case 11 or 12:
                    await service.UnfreezeAsync(any.Wallet(), State(), token);
                    break;
                case 13:
                    await service.CloseAsync(any.Chance(95) ? default : any.Wallet(), State(), token);
                    break;
                case 14:
                    await (any.Chance(70) ? service.SetCreditLimitAsync(any.Wallet(), any.Amount(), State(), token) : service.CorrectTimeAsync(any.Wallet(), State(), token));
                    break;
                case 15 or 16:
                    return (await service.ExecuteAsync(Commands()!, any.Chance(50) ? null : new() { IdempotencyKey = any.TextOrNull() }, token)).Refusal;
                case 17:
                    await foreach (var _ in service.ImportAsync(Stream(), new() { MaxInFlight = any.Count() }, token))
                    {
                    }

                    return null;
                case 18 or 19:
                    await SectionAsync(service, token);
                    break;
                case 20:
                    await wallets.Rebates.ProcessPendingAsync(token);
                    await service.ExpireHoldsAsync(token);
                    break;
                default:
                    await ReadAsync(wallets, token);
                    break;
            }

            return null;
        }

        private async Task SectionAsync(IWalletService service, CancellationToken token)
        {
            var id = any.Wallet();
            IReadOnlyCollection<WalletId>? ids = any.Random.Next(8) switch
            {
                0 => null,
                1 => [],
                2 => [id, id, id],
                3 => [id, default, any.Wallet()],
                4 => default(ImmutableArray<WalletId>),
                _ => [id, any.Wallet()],
            };
            var options = any.Chance(80) ? null : new SectionOptions { MaxAttempts = any.Count(), Timeout = any.Span() ?? TimeSpan.FromSeconds(30) };
            Task DecideAsync(WalletSection section, CancellationToken _)
            {
                if (any.Chance(5))
                {
                    return service.DepositAsync(id, 1m, cancellationToken: CancellationToken.None);
                }

                for (var i = any.Chance(1) ? 1_001 : any.Random.Next(4); i > 0; i--)
                {
                    section.Add(any.Chance(60) ? new Deposit(id, any.Amount()) : any.Chance(2) ? null! : _commands.Command());
                }

                return Task.CompletedTask;
            }

            await (any.Chance(50)
                ? service.ExecuteLockedAsync(ids!, any.Chance(2) ? null! : DecideAsync, options, token)
                : service.ExecuteOptimisticAsync(ids!, DecideAsync, options, token));
        }

        private async Task ReadAsync(TestWallets wallets, CancellationToken token)
        {
            var service = wallets.Wallets;
            switch (any.Random.Next(10))
            {
                case 0:
                    await service.FindWalletAsync(any.TextOrForbiddenNull(), any.TextOrForbiddenNull(), token);
                    break;
                case 1:
                    await service.ListWalletsAsync(any.TextOrForbiddenNull(), any.Chance(30) ? null : new() { Limit = any.Count(), Cursor = any.TextOrNull() }, token);
                    break;
                case 2:
                    await service.GetBalanceAsync(any.Wallet(), token);
                    break;
                case 3:
                    await service.GetBalanceAsOfAsync(any.Wallet(), any.Time(), any.Kind<TimeBasis>(), token);
                    break;
                case 4:
                    var statement = await service.GetStatementAsync(any.Wallet(), any.Time(), any.Time(), any.Kind<TimeBasis>(), token);
                    await statement.Entries.Take(3).ToListAsync(token);
                    break;
                case 5 or 6:
                    await service.ListTransactionsAsync(any.Wallet(), new() { Limit = any.Count(), Order = any.Kind<HistoryOrder>(), Cursor = any.TextOrNull(), Filter = Filter(), Basis = any.Kind<TimeBasis>() }, token);
                    break;
                case 7:
                    await service.GetTransactionAsync(any.Transaction(), token);
                    break;
                case 8:
                    await service.GetHoldAsync(any.Hold(), token);
                    await service.StreamOpenHoldsAsync(any.Wallet(), cancellationToken: token).Take(3).ToListAsync(token);
                    break;
                default:
                    await wallets.Rebates.FindAsync(any.Transaction(), token);
                    await wallets.Rebates.StreamAsync(any.Kind<RebateStatus>(), token).Take(3).ToListAsync(token);
                    break;
            }
        }

        private HistoryFilter? Filter() => any.Chance(30) ? null : new HistoryFilter
        {
            Types = any.Random.Next(4) switch { 0 => null, 1 => [], 2 => default(ImmutableArray<TransactionType>), _ => [any.Kind<TransactionType>(), any.Kind<TransactionType>()] },
            Reference = any.TextOrNull(),
            From = any.Chance(50) ? null : any.Time(),
            To = any.Chance(50) ? null : any.Time(),
        };

        private IReadOnlyCollection<WalletCommand>? Commands() => any.Random.Next(1_000) switch
        {
            < 20 => null,
            < 40 => [],
            < 60 => default(ImmutableArray<WalletCommand>),
            < 80 => [_commands.Command(), null!],
            < 82 => [.. Enumerable.Range(0, 1_001).Select(_ => _commands.Command())],
            < 84 => [.. Enumerable.Range(0, 1_000).Select(_ => new Deposit(any.Wallet(), 1m))],
            _ => [.. Enumerable.Range(0, any.Random.Next(1, 5)).Select(_ => _commands.Command())],
        };

        // The stream has one command at most, because the commands that were imported before a failure stay.
        private IAsyncEnumerable<WalletCommand> Stream() =>
            any.Chance(2) ? null! : Enumerable.Range(0, any.Random.Next(2)).Select(_ => _commands.Command()).ToAsyncEnumerable();

        private T? Posting<T>(T options)
            where T : PostingOptions => any.Chance(30) ? null : (T)(options with
            {
                IdempotencyKey = any.Chance(60) ? null : any.TextOrNull(),
                ExpectedVersion = any.NumberOrNull(),
                Currency = any.Chance(80) ? null : any.TextOrNull(),
                Reference = any.Chance(50) ? null : any.TextOrNull(),
                Metadata = any.Pairs(),
            });

        private StateOptions? State() => any.Chance(50) ? null : new() { IdempotencyKey = any.Chance(60) ? null : any.TextOrNull(), ExpectedVersion = any.NumberOrNull(), Reason = any.TextOrNull() };
    }
}
