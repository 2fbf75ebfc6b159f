namespace WalletKit;

/// <summary>Reads the rebates that deposits earned, and settles them by hand.</summary>
public interface IRebateService
{
    /// <summary>Gets the reason for which the settings of the last reload were refused; null where they are in force.</summary>
    /// <remarks>When settings are refused, the last good ones stay in force.</remarks>
    string? RefusedSettings { get; }

    /// <summary>Settles all rebates that are due now under the policies of this host, and returns when none is due.</summary>
    /// <remarks>
    /// The method is made for hosts without a background service, and for tests. It is safe beside a background service, because each rebate is paid once.
    /// </remarks>
    /// <param name="cancellationToken">Stops the pass; rebates that it has not settled stay pending.</param>
    /// <exception cref="AmbientTransactionException">The call was made inside a <see cref="System.Transactions.TransactionScope"/>.</exception>
    /// <exception cref="WalletStoreException">The store could not do its work; rebates that were not settled stay pending.</exception>
    Task<RebatePass> ProcessPendingAsync(CancellationToken cancellationToken = default);

    /// <summary>Finds the rebate that a deposit earned; null where it earned none.</summary>
    /// <exception cref="WalletStoreException">The store could not do its work.</exception>
    Task<Rebate?> FindAsync(TransactionId deposit, CancellationToken cancellationToken = default);

    /// <summary>Reads all rebates in a state, in the order in which they were earned.</summary>
    /// <remarks>They are read page by page as they are enumerated. No rebate in another state is read.</remarks>
    /// <exception cref="WalletStoreException">The store could not do its work.</exception>
    IAsyncEnumerable<Rebate> StreamAsync(RebateStatus status, CancellationToken cancellationToken = default);

    /// <summary>Lists the names of policies under which rebates are pending and which this host does not have.</summary>
    /// <remarks>The names are in ordinal order. The rebates wait for a host that has their policies.</remarks>
    /// <exception cref="WalletStoreException">The store could not do its work.</exception>
    Task<IReadOnlyList<string>> ListMissingPoliciesAsync(CancellationToken cancellationToken = default);

    /// <summary>Counts the rebates in a state.</summary>
    /// <remarks>An index counts them, at a cost that grows with their number.</remarks>
    /// <exception cref="WalletStoreException">The store could not do its work.</exception>
    Task<long> CountAsync(RebateStatus status, CancellationToken cancellationToken = default);

    /// <summary>Makes a dead rebate pending again: due at once, with a new count of attempts.</summary>
    /// <remarks>A pending rebate that is due later becomes due at once as well: a clock that was ahead may have set its time.</remarks>
    /// <exception cref="WalletNotFoundException">There is no such wallet.</exception>
    /// <exception cref="RebateNotFoundException">The deposit earned no rebate.</exception>
    /// <exception cref="RebateStateException">The rebate is neither dead nor pending and due later.</exception>
    /// <exception cref="WalletStoreException">The store could not do its work.</exception>
    Task<Rebate> RequeueAsync(TransactionId deposit, CancellationToken cancellationToken = default);
}
