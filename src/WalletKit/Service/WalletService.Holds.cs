using System.Runtime.CompilerServices;
using WalletKit.Rules;
using WalletKit.Storage;

namespace WalletKit.Service;

// Holds.
internal sealed partial class WalletService
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

    public async Task<Hold> GetHoldAsync(HoldId holdId, CancellationToken cancellationToken = default) =>
        await Store.FindHoldAsync(holdId, cancellationToken).ConfigureAwait(false) ?? throw new HoldNotFoundException(holdId);

    public async IAsyncEnumerable<Hold> StreamOpenHoldsAsync(WalletId walletId, long afterNumber = 0, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await GetWalletAsync(walletId, cancellationToken).ConfigureAwait(false);
        var holds = Pages.StreamAsync(
            afterNumber, (after, token) => store.ListOpenHoldsAsync(walletId, after, PageSize, token), static hold => hold.Id.Number, static (number, before) => number > before, "holds", cancellationToken);
        await foreach (var hold in holds.ConfigureAwait(false))
        {
            yield return hold;
        }
    }

    public async Task<long> ExpireHoldsAsync(CancellationToken cancellationToken = default)
    {
        scope.ThrowIfInside();
        ambient.ThrowIfAny();
        return await holdSweep.RunAsync(cancellationToken).ConfigureAwait(false);
    }
}
