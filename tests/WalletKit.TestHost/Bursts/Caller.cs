using WalletKit.Commands;

namespace WalletKit.TestHost.Bursts;

/// <summary>Decides the next operation of one caller, which captures and voids its own holds, and reverses its own transactions.</summary>
internal sealed class Caller(BurstArguments arguments, int number)
{
    // One percent of this amount is one minor unit, so each deposit's rebate is more than zero.
    private const int MinAmount = 100;
    private const int MaxAmount = 10_000;

    private readonly Random _random = new(unchecked((arguments.Seed * 397) + number));
    private readonly List<(int Wallet, long Number, long Remaining)> _holds = [];
    private readonly List<(int Wallet, long Version)> _reversible = [];
    private (int Wallet, long Number, long Remaining) _taken;
    private int _calls;

    public Operation Next()
    {
        var operation = Choose();
        var reference = $"{arguments.Run}-{number}-{_calls++}";
        return operation with
        {
            // The end of a hold has no reference of its own, by which its order could be found.
            Reference = arguments.HasOrders && _calls % 2 == 0 && operation.Type != Operation.Void ? HostOrder.Mark(reference) : reference,
            IsKeyed = operation.Type is not (Operation.Deposit or Operation.Withdrawal) || _random.Next(2) == 0,
        };
    }

    /// <summary>Notes an operation that was done.</summary>
    public void Did(Operation done)
    {
        switch (done.Type)
        {
            case Operation.Hold:
                _holds.Add((done.Wallet, done.Number, done.Amount));
                break;
            case Operation.Capture when done.KeepsOpen && _taken.Remaining > done.Amount:
                _holds.Add(_taken with { Remaining = _taken.Remaining - done.Amount });
                break;
        }

        if (done.Type is not (Operation.Hold or Operation.Void or Operation.Reversal))
        {
            _reversible.Add((done.Wallet, done.Number));
        }
    }

    private Operation Choose()
    {
        var wallet = _random.Next(arguments.Wallets);
        var amount = _random.Next(MinAmount, MaxAmount);
        switch (_random.Next(20))
        {
            case < 5:
                return new Operation(wallet, Operation.Withdrawal, amount, 0, 0, "", false);
            case < 8 when arguments.Wallets > 1:
                return new Operation(wallet, Operation.Transfer, amount, (wallet + 1 + _random.Next(arguments.Wallets - 1)) % arguments.Wallets, 0, "", false);
            case < 10:
                return new Operation(wallet, Operation.Hold, amount, 0, 0, "", false);
            case < 12 when _holds.Count > 0:
                _taken = Take(_holds);
                return _random.Next(3) == 0
                    ? new Operation(_taken.Wallet, Operation.Void, 0, _taken.Number, 0, "", false)
                    : new Operation(_taken.Wallet, Operation.Capture, _random.NextInt64(1, _taken.Remaining + 1), _taken.Number, 0, "", false);
            case 12 when _reversible.Count > 0:
                var (of, version) = Take(_reversible);
                return new Operation(of, Operation.Reversal, 0, version, 0, "", false);
            default:
                return new Operation(wallet, Operation.Deposit, amount, 0, 0, "", false);
        }
    }

    private T Take<T>(List<T> all)
    {
        var index = _random.Next(all.Count);
        var taken = all[index];
        all.RemoveAt(index);
        return taken;
    }
}
