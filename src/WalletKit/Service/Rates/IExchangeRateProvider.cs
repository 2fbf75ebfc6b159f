namespace WalletKit;

/// <summary>
/// Where a host's exchange rates come from. It is asked for a transfer between currencies that names neither a rate nor a target amount;
/// without one, such a transfer is refused, as it is with <see cref="ExchangeRateUnavailableException"/> where this fails. Each look-up resolves it in a scope of its own; one that is shared must be safe to call from several threads.
/// </summary>
public interface IExchangeRateProvider
{
    /// <summary>How many units of <paramref name="target"/> one unit of <paramref name="source"/> is worth now, more than zero; null where there is no rate.</summary>
    /// <param name="source">The code of the currency that leaves.</param>
    /// <param name="target">The code of the currency that arrives.</param>
    /// <param name="cancellationToken">The caller's own.</param>
    ValueTask<decimal?> GetRateAsync(string source, string target, CancellationToken cancellationToken);
}
