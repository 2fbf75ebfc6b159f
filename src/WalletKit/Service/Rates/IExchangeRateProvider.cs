namespace WalletKit;

/// <summary>The source of a host's exchange rates.</summary>
/// <remarks>
/// A rate is looked up for a transfer between currencies that names neither a rate nor a target amount. Without a provider, such a transfer is refused; if the
/// provider fails, it is refused with <see cref="ExchangeRateUnavailableException"/>. Each look-up resolves the provider in a scope of its own; a provider
/// that is shared must be safe to call from several threads.
/// </remarks>
public interface IExchangeRateProvider
{
    /// <summary>Gets the rate now: the number of units of one currency for one unit of the other.</summary>
    /// <param name="source">The code of the currency that leaves; the rate is for one unit of it.</param>
    /// <param name="target">The code of the currency that arrives; the rate counts its units.</param>
    /// <param name="cancellationToken">The caller's own token.</param>
    /// <returns>The rate, more than zero; null where there is none.</returns>
    ValueTask<decimal?> GetRateAsync(string source, string target, CancellationToken cancellationToken);
}
