namespace WalletKit.Stores;

/// <summary>
/// The rebates that deposits earned, as a queue that several processors share. Claims only divide the work: that none is
/// paid twice rests on the rebate's state and a constraint, not on them.
/// </summary>
public interface IRebateStore
{
    /// <summary>
    /// Claims pending rebates that are due under some policies, those due first first. Each claimed one gets a fresh stamp and is not due again before
    /// <paramref name="until"/>, so a claim whose processor died expires by itself. However many are due under other policies, they cost a claim nothing.
    /// </summary>
    /// <param name="stamp">The stamp to put on them; a new one each time.</param>
    /// <param name="policies">The names of the policies; with none, nothing is claimed.</param>
    /// <param name="until">When the claim ends.</param>
    /// <param name="limit">How many at most; one or more.</param>
    /// <param name="cancellationToken">Honored until the claim is handed to the commit.</param>
    ValueTask<IReadOnlyList<ClaimedRebate>> ClaimAsync(
        Guid stamp, IReadOnlyCollection<string> policies, DateTimeOffset until, int limit, CancellationToken cancellationToken = default);

    /// <summary>Gives back what is still pending under a claim, due at once.</summary>
    ValueTask ReleaseAsync(Guid stamp, CancellationToken cancellationToken = default);

    /// <summary>Finds the rebate that a deposit earned; null where it earned none.</summary>
    ValueTask<Rebate?> FindAsync(TransactionId deposit, CancellationToken cancellationToken = default);

    /// <summary>A page of the rebates in a state, in the order in which they were earned.</summary>
    /// <param name="status">The state.</param>
    /// <param name="after">The deposit to go on after, which has earned a rebate; null to begin with the first.</param>
    /// <param name="limit">How many at most; one or more.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="WalletStoreException">The rebate to go on after is not there, so that nobody knows where the list goes on.</exception>
    ValueTask<Page<Rebate>> ListAsync(RebateStatus status, TransactionId? after, int limit, CancellationToken cancellationToken = default);

    /// <summary>When the deposit was made whose rebate has been pending longest; null where none is pending.</summary>
    ValueTask<DateTimeOffset?> FindOldestPendingAsync(CancellationToken cancellationToken = default);

    /// <summary>Counts the pending rebates that are due after a time, up to a limit.</summary>
    /// <param name="time">The time.</param>
    /// <param name="limit">Where counting ends; one or more.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    ValueTask<int> CountDueAfterAsync(DateTimeOffset time, int limit, CancellationToken cancellationToken = default);

    /// <summary>Lists the names of the policies under which rebates are pending, each once, in no particular order.</summary>
    ValueTask<IReadOnlyList<string>> ListPendingPoliciesAsync(CancellationToken cancellationToken = default);

    /// <summary>How many rebates are in a state.</summary>
    ValueTask<long> CountAsync(RebateStatus status, CancellationToken cancellationToken = default);

    /// <summary>
    /// Waits until a deposit may have earned a rebate somewhere else, in a store of another process. Only to look sooner: not all are told of, and a
    /// store that knows nothing of others waits until it is canceled.
    /// </summary>
    async ValueTask WaitForEarnedAsync(CancellationToken cancellationToken = default) =>
        await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken).ConfigureAwait(false);
}
