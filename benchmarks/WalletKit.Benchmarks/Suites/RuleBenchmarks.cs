using BenchmarkDotNet.Attributes;
using WalletKit.AspNetCore.Problems;
using WalletKit.Commands;
using WalletKit.Rules;
using WalletKit.Stores;

namespace WalletKit.Benchmarks.Suites;

/// <summary>The decisions alone: no store, no lock, no clock.</summary>
[MemoryDiagnoser]
[WarmupCount(2)]
[IterationCount(5)]
public class RuleBenchmarks
{
    private static readonly DateTimeOffset s_now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private readonly Deposit _deposit;
    private readonly Deposit _keyed;
    private readonly Withdraw _withdrawal;
    private readonly Withdraw _excessive;
    private readonly CommandState _state;
    private readonly CommandState _recorded;

    public RuleBenchmarks()
    {
        var wallet = new Wallet
        {
            Id = new WalletId(Guid.CreateVersion7()),
            OwnerId = "owner",
            Name = Wallet.DefaultName,
            Currency = Currency.FromIso("USD"),
            BalanceMinorUnits = 100_000,
            LastSequence = 4,
            Version = 5,
            CreatedAt = s_now,
            UpdatedAt = s_now,
        };
        _deposit = new Deposit(wallet.Id, 10m) { RebateTerms = new RebateTerms("percentage", "rate=0.01;rounding=ToEven") };
        _keyed = _deposit with { IdempotencyKey = "key" };
        _withdrawal = new Withdraw(wallet.Id, 10m);
        _excessive = new Withdraw(wallet.Id, 10_000m);
        _state = new CommandState(wallet);
        _recorded = new CommandState(null, WalletRules.Decide(_keyed, _state, s_now).Changes!.Value.Recorded);
    }

    [Benchmark(Baseline = true)]
    public CommandResult Deposit() => WalletRules.Decide(_deposit, _state, s_now).Result;

    [Benchmark]
    public CommandResult DepositWithKey() => WalletRules.Decide(_keyed, _state, s_now).Result;

    [Benchmark]
    public CommandResult Withdrawal() => WalletRules.Decide(_withdrawal, _state, s_now).Result;

    [Benchmark]
    public CommandResult Replay() => WalletRules.Decide(_keyed, _recorded, s_now).Result;

    [Benchmark]
    public CommandResult Refusal() => WalletRules.Decide(_excessive, _state, s_now).Result;
}
