namespace WalletKit;

/// <summary>The refusal of a command that names another currency than the wallet's. Code <c>currency_mismatch</c>.</summary>
public sealed class CurrencyMismatchException : WalletRefusedException
{
    /// <summary>Names the wallet and the codes of both currencies.</summary>
    public CurrencyMismatchException(WalletId walletId, string walletCurrency, string requestedCurrency)
        : this(walletId, walletCurrency, requestedCurrency, InvalidInputException.ShowBare(walletCurrency), InvalidInputException.ShowBare(requestedCurrency))
    {
    }

    /// <summary>Names the wallet and both currencies; where both have one code, the message gives their decimals as well.</summary>
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

    /// <summary>Gets the wallet.</summary>
    public WalletId WalletId { get; }

    /// <summary>Gets the code of the wallet's currency.</summary>
    public string WalletCurrency { get; }

    /// <summary>Gets the code that the command names.</summary>
    public string RequestedCurrency { get; }
}
