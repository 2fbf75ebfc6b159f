namespace WalletKit.Rules;

/// <summary>The refusals that follow from the status of a wallet.</summary>
internal static class StatusRules
{
    /// <summary>Returns the refusal of every change to a closed wallet; null where there is no wallet, or it is open.</summary>
    public static WalletClosedException? RefuseClosed(Wallet? wallet) =>
        wallet?.Status == WalletStatus.Closed ? new WalletClosedException(wallet.Id) : null;

    /// <summary>Returns the refusal of a debit or hold of a frozen wallet; null where there is no wallet, or it is not frozen.</summary>
    public static WalletFrozenException? RefuseFrozen(Wallet? wallet) =>
        wallet?.Status == WalletStatus.Frozen ? new WalletFrozenException(wallet.Id) : null;
}
