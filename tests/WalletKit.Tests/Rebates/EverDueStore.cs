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

    public override IRebateStore Rebates => new EverDueRebates(this, base.Rebates);

    private sealed class EverDueRebates(EverDueStore store, IRebateStore inner) : ForwardingRebateStore(inner)
    {
        public override async ValueTask<IReadOnlyList<ClaimedRebate>> ClaimAsync(
            Guid stamp, IReadOnlyCollection<string> policies, DateTimeOffset until, int limit, CancellationToken cancellationToken = default)
        {
            // The pass must end by its own check; without it, this assertion ends the test.
            Assert.InRange(++store.Claims, 1, 1_000);
            var claimed = await base.ClaimAsync(stamp, policies, until, limit, cancellationToken);
            return [.. store._first ??= claimed, .. claimed.Except(store._first)];
        }
    }
}
