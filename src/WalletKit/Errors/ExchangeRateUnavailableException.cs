namespace WalletKit;

/// <summary>The host's <see cref="IExchangeRateProvider"/> failed when a transfer needed a rate. Nothing was changed. Code <c>exchange_rate_unavailable</c>.</summary>
public sealed class ExchangeRateUnavailableException : WalletRefusedException
{
    /// <summary>Says which rate could not be had.</summary>
    /// <param name="source">The code of the currency that leaves.</param>
    /// <param name="target">The code of the currency that arrives.</param>
    /// <param name="innerException">What the provider threw.</param>
    public ExchangeRateUnavailableException(string source, string target, Exception? innerException = null)
        : base(RefusalKind.Unavailable, "exchange_rate_unavailable", $"the rate from {InvalidInputException.ShowBare(source)} to {InvalidInputException.ShowBare(target)} cannot be had now: its provider failed.", innerException)
    {
        SourceCurrency = source;
        TargetCurrency = target;
    }

    /// <summary>The code of the currency that leaves.</summary>
    public string SourceCurrency { get; }

    /// <summary>The code of the currency that arrives.</summary>
    public string TargetCurrency { get; }
}
