namespace WalletKit;

/// <summary>A command names another currency than the wallet's. Code <c>currency_mismatch</c>.</summary>
public sealed class CurrencyMismatchException : WalletRefusedException
{
    /// <summary>Says which two currencies met, by their codes.</summary>
    public CurrencyMismatchException(WalletId walletId, string walletCurrency, string requestedCurrency)
        : this(walletId, walletCurrency, requestedCurrency, InvalidInputException.ShowBare(walletCurrency), InvalidInputException.ShowBare(requestedCurrency))
    {
    }

    /// <summary>Says which two currencies met; where both have one code, the message tells their decimals as well.</summary>
    public CurrencyMismatchException(WalletId walletId, Currency walletCurrency, Currency requestedCurrency)
        : this(walletId, walletCurrency.Code, requestedCurrency.Code, walletCurrency.ShowBeside(requestedCurrency), requestedCurrency.ShowBeside(walletCurrency))
    {
    }

    private CurrencyMismatchException(WalletId walletId, string walletCurrency, string requestedCurrency, string shownWalletCurrency, string shownRequestedCurrency)
        : base(RefusalKind.State, "currency_mismatch", $"wallet {walletId} keeps {shownWalletCurrency}, not {shownRequestedCurrency}.")
    {
        WalletId = walletId;
        WalletCurrency = walletCurrency;
        RequestedCurrency = requestedCurrency;
    }

    /// <summary>The wallet.</summary>
    public WalletId WalletId { get; }

    /// <summary>The code of the wallet's currency.</summary>
    public string WalletCurrency { get; }

    /// <summary>The code that the command names.</summary>
    public string RequestedCurrency { get; }
}
