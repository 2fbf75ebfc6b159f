using System.Runtime.CompilerServices;
using WalletKit.Stores;

namespace WalletKit.Service;

internal sealed partial class WalletService
{
    private const int WalletsPerPage = 500;

    public async Task<EventReceipt> EraseAsync(WalletId walletId, EraseOptions? options = null, CancellationToken cancellationToken = default)
    {
        ThrowIfNotErasable();
        var erase = With(options, new EraseWallet(walletId) { Reason = options?.Reason, IncludeOpen = options?.IncludeOpen ?? false });
        CommandResult result;
        try
        {
            result = await RunAsync(erase, options?.Participant, cancellationToken).ConfigureAwait(false);
        }
        catch (WalletAlreadyErasedException)
        {
            // The call that erased the wallet may have ended before the texts were deleted.
            await textSweep.RunAsync(walletId, cancellationToken).ConfigureAwait(false);
            throw;
        }

        await textSweep.RunAsync(walletId, cancellationToken).ConfigureAwait(false);
        return new EventReceipt { Event = result.Event!, Replayed = result.Replayed };
    }

    public async Task<IReadOnlyList<EventReceipt>> EraseOwnerAsync(string ownerId, EraseOwnerOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(ownerId);
        scope.ThrowIfInside();
        ambient.ThrowIfAny();
        ThrowIfNotErasable();
        var each = new EraseOptions { Actor = options?.Actor, Reason = options?.Reason, IncludeOpen = options?.IncludeOpen ?? false };
        if (!each.IncludeOpen)
        {
            await foreach (var wallet in WalletsOfAsync(ownerId, cancellationToken).ConfigureAwait(false))
            {
                _ = wallet.Status == WalletStatus.Closed ? wallet : throw new WalletNotClosedException(wallet.Id);
            }
        }

        var receipts = new List<EventReceipt>();
        await foreach (var wallet in WalletsOfAsync(ownerId, cancellationToken).ConfigureAwait(false))
        {
            receipts.Add(await EraseAsync(wallet.Id, each, cancellationToken).ConfigureAwait(false));
        }

        // An earlier call may have ended before the texts were deleted, and the owner's name does not lead to those wallets any more.
        await textSweep.RunAllAsync(cancellationToken).ConfigureAwait(false);
        return receipts;
    }

    private void ThrowIfNotErasable()
    {
        if (!BareStore.Features.HasFlag(StoreFeatures.Erasure))
        {
            throw new NotSupportedException($"{BareStore.GetType().Name} erases no texts: it does not declare {nameof(StoreFeatures)}.{nameof(StoreFeatures.Erasure)}.");
        }
    }

    // A page goes on after a name, whether or not the wallet under it was erased meanwhile.
    private async IAsyncEnumerable<Wallet> WalletsOfAsync(string ownerId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? after = null;
        for (var hasMore = true; hasMore;)
        {
            var page = await BareStore.ListWalletsAsync(ownerId, after, WalletsPerPage, cancellationToken).ConfigureAwait(false);
            foreach (var wallet in page)
            {
                after = wallet.Name;
                yield return wallet;
            }

            hasMore = page.HasMore && page.Count > 0;
        }
    }
}
