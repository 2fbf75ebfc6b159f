using WalletKit.Benchmarks.Compare.Measuring;

namespace WalletKit.Benchmarks.Compare.Contenders;

/// <summary>Deposits and withdraws.</summary>
internal sealed class MoveCaller(IMover mover, OperationStream operations) : ICaller
{
    private Operation _operation;

    public Task CallAsync()
    {
        _operation = operations.Next();
        return mover.MoveAsync(_operation);
    }

    public void Acknowledge(Tally tally) => tally.Acknowledge(_operation);
}
