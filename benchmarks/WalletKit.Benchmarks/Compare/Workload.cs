using WalletKit.Commands;

namespace WalletKit.Benchmarks.Compare;

/// <summary>The calls of the callers of a scenario.</summary>
/// <param name="Wallets">The number of wallets over which the operations are spread, evenly and at random.</param>
/// <param name="Callers">The number of callers that call at once; a contender without callers does the same operations one after another.</param>
/// <param name="WithdrawalPercent">The percentage of withdrawals among the operations.</param>
internal sealed record Workload(int Wallets, int Callers, int WithdrawalPercent = 0);
