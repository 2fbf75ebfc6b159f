namespace WalletKit;

/// <summary>The refusal of a currency code that is neither in ISO 4217 nor declared by the host.</summary>
/// <remarks>Code <c>unknown_currency</c>.</remarks>
public sealed class UnknownCurrencyException : WalletRefusedException
{
    /// <summary>Names the code that is not known.</summary>
    public UnknownCurrencyException(string currency)
        : base(RefusalKind.Malformed, "unknown_currency", $"currency {InvalidInputException.Show(currency)} is neither in ISO 4217 nor declared; codes are upper case.") => Currency = currency;

    /// <summary>Gets the code that is not known.</summary>
    public string Currency { get; }
}
