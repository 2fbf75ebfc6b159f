namespace WalletKit.Service.Rates;

/// <summary>The way to get the host's provider of exchange rates.</summary>
/// <param name="Resolve">Gets or makes the provider from the services of a scope; null where there is none.</param>
/// <param name="IsChosen">Whether the host chose the provider, so that there certainly is one.</param>
internal sealed record ExchangeRateSource(Func<IServiceProvider, IExchangeRateProvider?> Resolve, bool IsChosen);
