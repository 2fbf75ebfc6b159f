using WalletKit.Rules;

namespace WalletKit;

/// <summary>Freezes an active wallet: debits and new holds are refused, and credits are still accepted.</summary>
/// <param name="WalletId">The wallet.</param>
public sealed record FreezeWallet(WalletId WalletId) : StateCommand(WalletId)
{
    internal override string Kind => "freeze";

    private protected override Decision Apply(Wallet wallet, in CommandState state, DateTimeOffset now) =>
        wallet.Status == WalletStatus.Frozen
            ? new WalletAlreadyFrozenException(wallet.Id)
            : Change(WalletEventType.Frozen, state, wallet with { Status = WalletStatus.Frozen }, now);
}
