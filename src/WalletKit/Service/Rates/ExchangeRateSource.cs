namespace WalletKit.Service.Rates;

/// <summary>How the host's provider of exchange rates is come by.</summary>
/// <param name="Resolve">Gets or makes the provider from the services of a scope; null where there is none.</param>
/// <param name="IsChosen">Whether the host chose it, so that there is a provider for certain.</param>
internal sealed record ExchangeRateSource(Func<IServiceProvider, IExchangeRateProvider?> Resolve, bool IsChosen);
