namespace WalletKit.Commands;

/// <summary>Looks up a rate for a transfer that was refused for want of one.</summary>
internal sealed class ExchangeRates(IExchangeRateProvider? provider = null)
{
    /// <returns>The transfer with a rate; null where the refusal stands.</returns>
    public async ValueTask<Transfer?> QuoteAsync(WalletCommand command, WalletException refusal, CancellationToken cancellationToken) =>
        provider is not null
            && command is Transfer { Rate: null, TargetAmount: null, QuotedRate: null } transfer
            && refusal is CurrencyMismatchException mismatch
            && mismatch.WalletId == transfer.Destination
            && await provider.GetRateAsync(mismatch.RequestedCurrency, mismatch.WalletCurrency, cancellationToken).ConfigureAwait(false) is { } rate
            ? transfer with { QuotedRate = rate }
            : null;
}
