using System.Globalization;
using WalletKit.Commands;

namespace WalletKit.Benchmarks.Compare;

/// <summary>The operations of one caller, the same ones for every contender.</summary>
internal sealed class OperationStream(Workload workload, int caller)
{
    private const int OperationsPerKey = 10;

    private readonly Random _random = new(caller);
    private int _count;

    public Operation Next()
    {
        var isWithdrawal = workload.WithdrawalPercent > 0 && _random.Next(100) < workload.WithdrawalPercent;
        return new Operation(
            _random.Next(workload.Wallets),
            isWithdrawal ? -Operation.WithdrawalMinorUnits : Operation.DepositMinorUnits,
            ++_count % OperationsPerKey == 0 ? string.Create(CultureInfo.InvariantCulture, $"caller-{caller}-{_count}") : null);
    }
}
