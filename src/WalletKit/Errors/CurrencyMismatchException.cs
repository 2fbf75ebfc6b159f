namespace WalletKit;

/// <summary>A command names another currency than the wallet's. Code <c>currency_mismatch</c>.</summary>
public sealed class CurrencyMismatchException : WalletException
{
    /// <summary>Says which two currencies met.</summary>
    public CurrencyMismatchException(WalletId walletId, string walletCurrency, string requestedCurrency)
        : base("currency_mismatch", $"wallet {walletId} keeps {InvalidInputException.ShowBare(walletCurrency)}, not {InvalidInputException.ShowBare(requestedCurrency)}.")
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
