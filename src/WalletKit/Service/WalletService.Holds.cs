using System.Runtime.CompilerServices;
using WalletKit.Rules;
using WalletKit.Storage;

namespace WalletKit.Service;

// Holds.
internal sealed partial class WalletService
{
    public async Task<Hold> GetHoldAsync(HoldId holdId, CancellationToken cancellationToken = default) =>
        await Store.FindHoldAsync(holdId, cancellationToken).ConfigureAwait(false) ?? throw new HoldNotFoundException(holdId);

    public async IAsyncEnumerable<Hold> StreamOpenHoldsAsync(WalletId walletId, long afterNumber = 0, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await GetWalletAsync(walletId, cancellationToken).ConfigureAwait(false);
        var holds = Pages.StreamAsync(
            afterNumber, (after, token) => BareStore.ListOpenHoldsAsync(walletId, after, PageSize, token), static hold => hold.Id.Number, static (number, before) => number > before, "holds", cancellationToken);
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
