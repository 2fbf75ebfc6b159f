namespace WalletKit.Stores;

/// <summary>The rebates that deposits earned: a queue that several processors share.</summary>
/// <remarks>
/// Claims only divide the work. The rebate's state and a constraint, and not the claims, ensure that no rebate is paid twice.
/// A class that implements it derives from <see cref="RebateStore"/>.
/// </remarks>
public interface IRebateStore
{
    /// <summary>Claims pending rebates that are due under some policies, in the order of their due times.</summary>
    /// <param name="stamp">The stamp of the claim; a new stamp for each call.</param>
    /// <param name="policies">The names of the policies; with none, nothing is claimed.</param>
    /// <param name="until">The end of the claim.</param>
    /// <param name="limit">The highest number of rebates to claim; one or more.</param>
    /// <param name="cancellationToken">Honored until the claim is handed to the commit.</param>
    /// <remarks>
    /// Each claimed rebate gets the stamp and is not due again before <paramref name="until"/>, so the claim of a processor that died expires by itself.
    /// Rebates that are due under other policies cost a claim nothing, however many they are.
    /// </remarks>
    ValueTask<IReadOnlyList<ClaimedRebate>> ClaimAsync(
        Guid stamp, IReadOnlyCollection<string> policies, DateTimeOffset until, int limit, CancellationToken cancellationToken = default);

    /// <summary>Gives back the rebates that are still pending under a claim. They are due at once.</summary>
    ValueTask ReleaseAsync(Guid stamp, CancellationToken cancellationToken = default);

    /// <summary>Finds the rebate that a deposit earned; null where it earned none.</summary>
    ValueTask<Rebate?> FindAsync(TransactionId deposit, CancellationToken cancellationToken = default);

    /// <summary>Lists a page of the rebates in a state, in the order in which deposits earned them.</summary>
    /// <param name="status">The state.</param>
    /// <param name="after">The deposit to go on after, which has earned a rebate; null to begin with the first.</param>
    /// <param name="limit">The highest number of rebates to return; one or more.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="WalletStoreException">The rebate to go on after does not exist, so that the place in the list is unknown.</exception>
    ValueTask<Page<Rebate>> ListAsync(RebateStatus status, TransactionId? after, int limit, CancellationToken cancellationToken = default);

    /// <summary>Finds the time of the deposit whose pending rebate was earned first; null where none is pending.</summary>
    /// <remarks>The order is the order of commits, which the deposits' own times may contradict after a clock was set back.</remarks>
    ValueTask<DateTimeOffset?> FindOldestPendingAsync(CancellationToken cancellationToken = default);

    /// <summary>Counts the pending rebates that are due after a time, up to a limit.</summary>
    /// <param name="time">The time.</param>
    /// <param name="limit">The number at which counting ends; one or more.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    ValueTask<int> CountDueAfterAsync(DateTimeOffset time, int limit, CancellationToken cancellationToken = default);

    /// <summary>Lists the names of the policies under which rebates are pending, each once, in no particular order.</summary>
    ValueTask<IReadOnlyList<string>> ListPendingPoliciesAsync(CancellationToken cancellationToken = default);

    /// <summary>Counts the rebates in a state.</summary>
    ValueTask<long> CountAsync(RebateStatus status, CancellationToken cancellationToken = default);

    /// <summary>Waits until a deposit may have earned a rebate in a store of another process.</summary>
    /// <remarks>
    /// A processor uses it only to look sooner, because the store may miss a rebate. A store that knows nothing of other processes waits until it is canceled.
    /// </remarks>
    ValueTask WaitForEarnedAsync(CancellationToken cancellationToken = default);
}
