namespace WalletKit;

/// <content>Changes of a wallet's state. Each is recorded as an event in its history.</content>
public partial interface IWalletOperations
{
    /// <summary>Freezes a wallet: debits and new holds are refused, and credits are still accepted.</summary>
    /// <param name="walletId">The wallet.</param>
    /// <param name="options">Idempotency key, expected version, reason; null for none.</param>
    /// <param name="cancellationToken">Gives the call up before the commit.</param>
    /// <exception cref="InvalidInputException">A text is too long, empty or malformed.</exception>
    /// <exception cref="IdempotencyConflictException">The key was used with other content.</exception>
    /// <exception cref="WalletNotFoundException">There is no such wallet.</exception>
    /// <exception cref="ConcurrencyConflictException">The wallet has another version than the expected one.</exception>
    /// <exception cref="WalletClosedException">The wallet is closed.</exception>
    /// <exception cref="WalletAlreadyFrozenException">The wallet is frozen already.</exception>
    /// <exception cref="NestedSectionException">The call was made inside the decision of a section.</exception>
    /// <exception cref="WalletStoreException">The store could not do its work.</exception>
    Task<EventReceipt> FreezeAsync(WalletId walletId, StateOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Unfreezes a wallet: debits and new holds are accepted again.</summary>
    /// <param name="walletId">The wallet.</param>
    /// <param name="options">Idempotency key, expected version, reason; null for none.</param>
    /// <param name="cancellationToken">Gives the call up before the commit.</param>
    /// <exception cref="InvalidInputException">A text is too long, empty or malformed.</exception>
    /// <exception cref="IdempotencyConflictException">The key was used with other content.</exception>
    /// <exception cref="WalletNotFoundException">There is no such wallet.</exception>
    /// <exception cref="ConcurrencyConflictException">The wallet has another version than the expected one.</exception>
    /// <exception cref="WalletClosedException">The wallet is closed.</exception>
    /// <exception cref="WalletNotFrozenException">The wallet is not frozen.</exception>
    /// <exception cref="NestedSectionException">The call was made inside the decision of a section.</exception>
    /// <exception cref="WalletStoreException">The store could not do its work.</exception>
    Task<EventReceipt> UnfreezeAsync(WalletId walletId, StateOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Closes a wallet for good.</summary>
    /// <param name="walletId">The wallet.</param>
    /// <param name="options">Idempotency key, expected version, reason; null for none.</param>
    /// <param name="cancellationToken">Gives the call up before the commit.</param>
    /// <exception cref="InvalidInputException">A text is too long, empty or malformed.</exception>
    /// <exception cref="IdempotencyConflictException">The key was used with other content.</exception>
    /// <exception cref="WalletNotFoundException">There is no such wallet.</exception>
    /// <exception cref="ConcurrencyConflictException">The wallet has another version than the expected one.</exception>
    /// <exception cref="WalletClosedException">The wallet is closed.</exception>
    /// <exception cref="WalletNotEmptyException">The wallet's balance is not 0, or a hold is open.</exception>
    /// <exception cref="NestedSectionException">The call was made inside the decision of a section.</exception>
    /// <exception cref="WalletStoreException">The store could not do its work.</exception>
    Task<EventReceipt> CloseAsync(WalletId walletId, StateOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Sets the amount by which a wallet's balance may go below zero.</summary>
    /// <param name="walletId">The wallet.</param>
    /// <param name="limit">The limit in units: zero or more, with no more decimals than the currency has.</param>
    /// <param name="options">Idempotency key, expected version, reason; null for none.</param>
    /// <param name="cancellationToken">Gives the call up before the commit.</param>
    /// <exception cref="InvalidInputException">A text is too long, empty or malformed.</exception>
    /// <exception cref="IdempotencyConflictException">The key was used with other content.</exception>
    /// <exception cref="WalletNotFoundException">There is no such wallet.</exception>
    /// <exception cref="ConcurrencyConflictException">The wallet has another version than the expected one.</exception>
    /// <exception cref="WalletClosedException">The wallet is closed.</exception>
    /// <exception cref="InvalidAmountException">The limit breaks its rule; nothing is rounded.</exception>
    /// <exception cref="CreditLimitInUseException">More of the limit is used already.</exception>
    /// <exception cref="NestedSectionException">The call was made inside the decision of a section.</exception>
    /// <exception cref="WalletStoreException">The store could not do its work.</exception>
    Task<EventReceipt> SetCreditLimitAsync(WalletId walletId, decimal limit, StateOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Brings a wallet whose own time is ahead of the clock back to the clock.</summary>
    /// <remarks>
    /// An operator calls it after a commit under a wrong clock, once the clock is right. Earlier entries with later times count as recorded at the correction
    /// from then on, in balances and histories by time. Holds that the wallet has ended stay ended.
    /// </remarks>
    /// <param name="walletId">The wallet, which may be closed.</param>
    /// <param name="options">Idempotency key, expected version, reason; null for none.</param>
    /// <param name="cancellationToken">Gives the call up before the commit.</param>
    /// <exception cref="InvalidInputException">A text is too long, empty or malformed.</exception>
    /// <exception cref="IdempotencyConflictException">The key was used with other content.</exception>
    /// <exception cref="WalletNotFoundException">There is no such wallet.</exception>
    /// <exception cref="ConcurrencyConflictException">The wallet has another version than the expected one.</exception>
    /// <exception cref="WalletTimeNotAheadException">The wallet's time is not ahead of the clock.</exception>
    /// <exception cref="NestedSectionException">The call was made inside the decision of a section.</exception>
    /// <exception cref="WalletStoreException">The store could not do its work.</exception>
    Task<EventReceipt> CorrectTimeAsync(WalletId walletId, StateOptions? options = null, CancellationToken cancellationToken = default);
}
