namespace WalletKit;

/// <summary>The refusal of a transfer because the host's <see cref="IExchangeRateProvider"/> failed to give a rate.</summary>
/// <remarks>Nothing was changed. Code <c>exchange_rate_unavailable</c>.</remarks>
public sealed class ExchangeRateUnavailableException : WalletRefusedException
{
    /// <summary>Names the two currencies whose rate is missing.</summary>
    /// <param name="source">The code of the currency that leaves.</param>
    /// <param name="target">The code of the currency that arrives.</param>
    /// <param name="innerException">The provider's exception.</param>
    public ExchangeRateUnavailableException(string source, string target, Exception? innerException = null)
        : base(RefusalKind.Unavailable, "exchange_rate_unavailable", $"the rate from {InvalidInputException.ShowBare(source)} to {InvalidInputException.ShowBare(target)} cannot be had now: its provider failed.", innerException)
    {
        SourceCurrency = source;
        TargetCurrency = target;
    }

    /// <summary>Gets the code of the currency that leaves.</summary>
    public string SourceCurrency { get; }

    /// <summary>Gets the code of the currency that arrives.</summary>
    public string TargetCurrency { get; }
}
