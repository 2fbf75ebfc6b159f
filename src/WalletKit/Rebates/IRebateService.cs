namespace WalletKit;

/// <summary>The rebates that deposits earned: what became of each, and the ways to settle them by hand.</summary>
public interface IRebateService
{
    /// <summary>Why the settings of the last reload were refused, in which case older ones are in force; null where they were not.</summary>
    string? RefusedSettings { get; }

    /// <summary>
    /// Settles all rebates that are due now under the policies of this host, and returns when none is. For hosts without a background service, and for tests; safe
    /// beside one, as each rebate is paid once.
    /// </summary>
    /// <param name="cancellationToken">Stops the pass; what it had not settled stays pending.</param>
    /// <exception cref="WalletStoreException">The store could not do its work; what was not settled stays pending.</exception>
    Task<RebatePass> ProcessPendingAsync(CancellationToken cancellationToken = default);

    /// <summary>Finds the rebate that a deposit earned; null where it earned none.</summary>
    /// <exception cref="WalletStoreException">The store could not do its work.</exception>
    Task<Rebate?> FindAsync(TransactionId deposit, CancellationToken cancellationToken = default);

    /// <summary>Reads all rebates in a state, in the order in which they were earned.</summary>
    /// <exception cref="WalletStoreException">The store could not do its work.</exception>
    IAsyncEnumerable<Rebate> StreamAsync(RebateStatus status, CancellationToken cancellationToken = default);

    /// <summary>
    /// Lists the names of policies under which rebates are pending and which this host does not have, in ordinal order. Such rebates wait for a host that has them.
    /// </summary>
    /// <exception cref="WalletStoreException">The store could not do its work.</exception>
    Task<IReadOnlyList<string>> ListMissingPoliciesAsync(CancellationToken cancellationToken = default);

    /// <summary>How many rebates are in a state. Pending and dead ones are counted by an index, the others by reading them all.</summary>
    /// <exception cref="WalletStoreException">The store could not do its work.</exception>
    Task<long> CountAsync(RebateStatus status, CancellationToken cancellationToken = default);

    /// <summary>Makes a dead rebate pending again, due at once and with its attempts counted anew.</summary>
    /// <exception cref="WalletNotFoundException">There is no such wallet.</exception>
    /// <exception cref="RebateNotFoundException">The deposit earned no rebate.</exception>
    /// <exception cref="RebateStateException">The rebate is not dead.</exception>
    /// <exception cref="WalletStoreException">The store could not do its work.</exception>
    Task<Rebate> RequeueAsync(TransactionId deposit, CancellationToken cancellationToken = default);
}
