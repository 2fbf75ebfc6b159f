using System.Collections.Frozen;
using Microsoft.Extensions.Options;
using WalletKit.Stores;

namespace WalletKit.Service.Transfers;

/// <summary>The rules that apply now to a transfer that an owner asks for.</summary>
internal sealed class OwnerTransferTermsInForce(IWalletStore store, IEnumerable<ITransferPolicy> policies, IOptions<OwnerTransferOptions> options)
{
    private readonly ITransferPolicy[] _policies = [.. policies];
    private readonly Lazy<OwnerTransferTerms> _allowed = new(() => new OwnerTransferTerms
    {
        MinAmounts = options.Value.MinAmounts.ToFrozenDictionary(StringComparer.Ordinal),
        PayeeKeeps = options.Value.PayeeKeeps,
    });

    /// <summary>The terms of a transfer.</summary>
    /// <param name="transfer">The transfer, which is well formed.</param>
    /// <param name="cancellationToken">Gives up the reading of its wallets.</param>
    public async ValueTask<OwnerTransferTerms> ForAsync(Transfer transfer, CancellationToken cancellationToken) =>
        await IsAllowedAsync(transfer, cancellationToken).ConfigureAwait(false) ? _allowed.Value : _allowed.Value with { IsAllowed = false };

    // The rules refuse a wallet that does not exist.
    private async ValueTask<bool> IsAllowedAsync(Transfer transfer, CancellationToken cancellationToken) =>
        _policies.Length == 0
        || await store.FindWalletAsync(transfer.WalletId, cancellationToken).ConfigureAwait(false) is not { } source
        || await store.FindWalletAsync(transfer.Destination, cancellationToken).ConfigureAwait(false) is not { } destination
        || Array.TrueForAll(_policies, policy => policy.Allows(source, destination, transfer.Amount));
}
