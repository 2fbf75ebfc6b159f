using WalletKit.Rebates;
using WalletKit.Storage;
using WalletKit.Stores;
using WalletKit.Testing;

namespace WalletKit.Tests.Rebates;

/// <summary>A damaged store: the rebates of the first claim are due forever, settled or not, before all others.</summary>
internal sealed class EverDueStore(IWalletStore inner) : ForwardingWalletStore(inner)
{
    private IReadOnlyList<ClaimedRebate>? _first;

    public int Claims { get; private set; }

    public override async ValueTask<IReadOnlyList<ClaimedRebate>> ClaimAsync(
        Guid stamp, IReadOnlyCollection<string> policies, DateTimeOffset until, int limit, CancellationToken cancellationToken = default)
    {
        // The pass must end by its own check; without it, this assertion ends the test.
        Assert.InRange(++Claims, 1, 1_000);
        var claimed = await Target.Rebates.ClaimAsync(stamp, policies, until, limit, cancellationToken);
        return [.. _first ??= claimed, .. claimed.Except(_first)];
    }
}
