using WalletKit.Rules;

namespace WalletKit;

/// <summary>Unfreezes a frozen wallet: debits and new holds are accepted again.</summary>
/// <param name="WalletId">The wallet.</param>
public sealed record UnfreezeWallet(WalletId WalletId) : StateCommand(WalletId)
{
    internal override string Kind => "unfreeze";

    private protected override Decision Apply(Wallet wallet, in CommandState state, DateTimeOffset now) =>
        wallet.Status != WalletStatus.Frozen
            ? new WalletNotFrozenException(wallet.Id)
            : Change(WalletEventType.Unfrozen, state, wallet with { Status = WalletStatus.Active }, now);
}
