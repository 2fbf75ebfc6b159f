namespace WalletKit.Service;

// Holds.
internal partial class WalletOperations
{
    public async Task<HoldReceipt> PlaceHoldAsync(WalletId walletId, decimal amount, HoldOptions? options = null, CancellationToken cancellationToken = default)
    {
        var place = With(options, new PlaceHold(walletId, amount) { ExpiresIn = options?.ExpiresIn });
        var result = await RunAsync(place, options?.Participant, cancellationToken).ConfigureAwait(false);
        return new HoldReceipt { Hold = result.Hold!, Version = result.HoldVersion!.Value, Replayed = result.Replayed };
    }

    public async Task<CaptureReceipt> CaptureHoldAsync(HoldId holdId, decimal? amount = null, CaptureOptions? options = null, CancellationToken cancellationToken = default)
    {
        var capture = With(options, new CaptureHold(holdId, amount) { KeepOpen = options?.KeepOpen ?? false, Account = options?.Account });
        var result = await RunAsync(capture, options?.Participant, cancellationToken).ConfigureAwait(false);
        return new CaptureReceipt { Transaction = result.Transaction!, Hold = result.Hold!, Replayed = result.Replayed };
    }

    public async Task<HoldReceipt> VoidHoldAsync(HoldId holdId, VoidOptions? options = null, CancellationToken cancellationToken = default)
    {
        var result = await RunAsync(With(options, new VoidHold(holdId)), options?.Participant, cancellationToken).ConfigureAwait(false);
        return new HoldReceipt { Hold = result.Hold!, Version = result.HoldVersion!.Value, Replayed = result.Replayed };
    }
}
