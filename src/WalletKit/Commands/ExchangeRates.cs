using System.Globalization;

namespace WalletKit.Commands;

/// <summary>Looks up a rate for a transfer that was refused for want of one.</summary>
internal sealed class ExchangeRates(IExchangeRateProvider? provider = null)
{
    /// <summary>Whether a command names no rate where it may need one that is to be looked up.</summary>
    public bool IsWantedBy(WalletCommand command) => provider is not null && command is Transfer { Rate: null, TargetAmount: null, QuotedRate: null };

    /// <returns>The transfer with a rate; null where the refusal stands.</returns>
    /// <exception cref="ExchangeRateUnavailableException">The provider failed, or gave a rate that is none.</exception>
    public async ValueTask<Transfer?> QuoteAsync(WalletCommand command, WalletException refusal, CancellationToken cancellationToken) =>
        IsWantedBy(command)
            && command is Transfer transfer
            && refusal is CurrencyMismatchException mismatch
            && mismatch.WalletId == transfer.Destination
            && await AskAsync(provider!, mismatch.RequestedCurrency, mismatch.WalletCurrency, cancellationToken).ConfigureAwait(false) is { } rate
            ? transfer with { QuotedRate = rate }
            : null;

    // A provider that gives up by itself, as an HttpClient does that waited too long, has failed; only the caller's own cancellation is one.
    private static async ValueTask<decimal?> AskAsync(IExchangeRateProvider provider, string source, string target, CancellationToken cancellationToken)
    {
        decimal? rate;
        try
        {
            rate = await provider.GetRateAsync(source, target, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            throw new ExchangeRateUnavailableException(source, target, exception);
        }

        // Not the caller's mistake, who gave no rate.
        return rate is null or > 0
            ? rate
            : throw new ExchangeRateUnavailableException(source, target, new InvalidOperationException($"The provider gave the rate {rate.Value.ToString(CultureInfo.InvariantCulture)}; it must be more than zero."));
    }
}
