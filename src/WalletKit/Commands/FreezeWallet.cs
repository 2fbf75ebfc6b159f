using WalletKit.Rules;

namespace WalletKit;

/// <summary>Stops debits and new holds of an active wallet; credits still land.</summary>
/// <param name="WalletId">The wallet.</param>
public sealed record FreezeWallet(WalletId WalletId) : StateCommand(WalletId)
{
    internal override string Kind => "freeze";

    private protected override Decision Apply(Wallet wallet, in CommandState state, DateTimeOffset now) =>
        wallet.Status == WalletStatus.Frozen
            ? new WalletAlreadyFrozenException(wallet.Id)
            : Change(WalletEventType.Frozen, wallet with { Status = WalletStatus.Frozen }, now);
}
