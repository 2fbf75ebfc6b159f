using WalletKit.Rules;
using WalletKit.Stores;

namespace WalletKit;

/// <summary>Closes a wallet for good; its balance must be 0 and no hold open.</summary>
/// <param name="WalletId">The wallet.</param>
public sealed record CloseWallet(WalletId WalletId) : StateCommand(WalletId)
{
    internal override string Kind => "close";

    internal override CommandState Load(StateSource states, DateTimeOffset now)
    {
        var state = base.Load(states, now);
        return state.Standing(now) is { BalanceMinorUnits: 0, Holds: { HeldMinorUnits: 0, EndedThrough: { } ended } }
            ? state with { Ended = [.. states.FindEnded(WalletId, ended, int.MaxValue)] }
            : state;
    }

    private protected override Decision Apply(Wallet wallet, in CommandState state, DateTimeOffset now)
    {
        (wallet, var ended) = Expiry.End(wallet, state.Expired, now);
        if (wallet.BalanceMinorUnits != 0 || wallet.Holds.HeldMinorUnits != 0)
        {
            return new WalletNotEmptyException(wallet.Id, wallet.Balance, wallet.Held);
        }

        // All expired holds are recorded here, because nothing may happen to the wallet any more.
        (wallet, var recorded) = Expiry.Record(wallet, state.Ended, int.MaxValue, now);
        return Change(WalletEventType.Closed, state, wallet with { Status = WalletStatus.Closed }, now, [.. ended, .. recorded]);
    }
}
