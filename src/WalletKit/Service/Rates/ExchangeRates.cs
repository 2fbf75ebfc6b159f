using System.Globalization;
using Microsoft.Extensions.DependencyInjection;

namespace WalletKit.Service.Rates;

/// <summary>Looks up a rate for a transfer that was refused because it had none.</summary>
internal sealed class ExchangeRates(IServiceScopeFactory scopes, ExchangeRateSource source, IServiceProviderIsService? services = null)
{
    // Where the container cannot tell, there may be a provider.
    private readonly bool _isThere = source.IsChosen || (services?.IsService(typeof(IExchangeRateProvider)) ?? true);

    /// <returns>The transfer with a rate; null where the refusal stands.</returns>
    /// <exception cref="ExchangeRateUnavailableException">The provider failed, or gave a rate that is not valid.</exception>
    public async ValueTask<Transfer?> QuoteAsync(WalletCommand command, WalletRefusedException refusal, CancellationToken cancellationToken) =>
        _isThere
            && command is Transfer { Rate: null, TargetAmount: null, QuotedRate: null } transfer
            && refusal is CurrencyMismatchException mismatch
            && mismatch.WalletId == transfer.Destination
            && await AskAsync(mismatch.RequestedCurrency, mismatch.WalletCurrency, cancellationToken).ConfigureAwait(false) is { } rate
            ? transfer with { QuotedRate = rate }
            : null;

    // A provider that gives up by itself has failed: an HttpClient does so after its timeout. Only the caller's own cancellation is a cancellation.
    private async ValueTask<decimal?> AskAsync(string from, string to, CancellationToken cancellationToken)
    {
        decimal? rate;
        try
        {
            rate = await AskInScopeAsync(from, to, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            throw new ExchangeRateUnavailableException(from, to, exception);
        }

        // The caller gave no rate, so the mistake is not the caller's.
        return rate is null or > 0
            ? rate
            : throw new ExchangeRateUnavailableException(from, to, new InvalidOperationException($"The provider gave the rate {rate.Value.ToString(CultureInfo.InvariantCulture)}; it must be more than zero."));
    }

    private async ValueTask<decimal?> AskInScopeAsync(string from, string to, CancellationToken cancellationToken)
    {
        var scope = scopes.CreateAsyncScope();
        await using (scope.ConfigureAwait(false))
        {
            return source.Resolve(scope.ServiceProvider) is { } provider ? await provider.GetRateAsync(from, to, cancellationToken).ConfigureAwait(false) : null;
        }
    }
}
