namespace WalletKit;

/// <summary>A currency code that is neither ISO 4217's nor declared by the host. Code <c>unknown_currency</c>.</summary>
public sealed class UnknownCurrencyException : WalletRefusedException
{
    /// <summary>Says which code is not known.</summary>
    public UnknownCurrencyException(string currency)
        : base(RefusalKind.Malformed, "unknown_currency", $"currency {InvalidInputException.Show(currency)} is neither in ISO 4217 nor declared; codes are upper case.") => Currency = currency;

    /// <summary>The code that is not known.</summary>
    public string Currency { get; }
}
