using WalletKit.Locking;
using WalletKit.Stores;

namespace WalletKit;

// The wallets that a batch must lock.
public sealed partial class InMemoryWalletStore
{
    private ValueTask<WalletLockLease> AcquireAsync(CommandBatch batch, CancellationToken cancellationToken)
    {
        if (batch.IsPlain && batch[0] is { Other: null } and not (OpenWallet or Reverse))
        {
            return _locks.AcquireAsync(batch[0].WalletId, cancellationToken);
        }

        var wallets = batch.ExpectedVersions.Select(expected => expected.WalletId).ToHashSet();
        foreach (var command in batch)
        {
            wallets.UnionWith(WalletsOf(command));
        }

        return batch.Any(command => command is Reverse) ? AcquireForReversalAsync(batch, wallets, cancellationToken) : _locks.AcquireAsync(wallets, cancellationToken);
    }

    // The reversed transaction names the other wallet that a reversal touches, and the transaction may be recorded while this method waits for the locks.
    private async ValueTask<WalletLockLease> AcquireForReversalAsync(CommandBatch batch, HashSet<WalletId> wallets, CancellationToken cancellationToken)
    {
        while (true)
        {
            var lease = await _locks.AcquireAsync(wallets, cancellationToken).ConfigureAwait(false);
            var isComplete = true;
            foreach (var command in batch)
            {
                foreach (var wallet in WalletsOf(command))
                {
                    isComplete &= !wallets.Add(wallet);
                }
            }

            if (isComplete)
            {
                return lease;
            }

            lease.Dispose();
        }
    }

    // A batch may reverse a transaction that it records itself. Such a reversal touches only wallets that the batch names.
    private IEnumerable<WalletId> WalletsOf(WalletCommand command) => command switch
    {
        OpenWallet => [OpeningGate],
        Reverse reverse when States.FindTransaction(reverse.Transaction)?.Links.Counterpart is { } counterpart => [reverse.WalletId, counterpart.WalletId],
        _ => command.Wallets,
    };
}
