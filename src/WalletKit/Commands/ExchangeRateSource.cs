namespace WalletKit.Commands;

/// <summary>How the host's provider of exchange rates is come by.</summary>
/// <param name="Resolve">Gets or makes the provider from the services of a scope; null where there is none.</param>
internal sealed record ExchangeRateSource(Func<IServiceProvider, IExchangeRateProvider?> Resolve);
