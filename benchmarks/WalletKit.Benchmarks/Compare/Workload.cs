using WalletKit.Commands;

namespace WalletKit.Benchmarks.Compare;

/// <summary>What the callers of a scenario ask for.</summary>
/// <param name="Wallets">Over how many wallets the operations are spread, evenly and at random.</param>
/// <param name="Callers">How many callers ask at once; a contender without callers does the same operations one after another.</param>
/// <param name="WithdrawalPercent">How many of a hundred operations are withdrawals.</param>
internal sealed record Workload(int Wallets, int Callers, int WithdrawalPercent = 0);
