namespace WalletKit;

/// <content>What may happen to a wallet. Each change is recorded as an event in its history.</content>
public partial interface IWalletService
{
    /// <summary>Stops debits and new holds of a wallet; credits still land.</summary>
    /// <param name="walletId">The wallet.</param>
    /// <param name="options">Idempotency key, expected version, reason; null for none.</param>
    /// <param name="cancellationToken">Gives the call up before the commit.</param>
    /// <exception cref="InvalidInputException">A text is too long, empty or malformed.</exception>
    /// <exception cref="IdempotencyConflictException">The key stands for other content.</exception>
    /// <exception cref="WalletNotFoundException">There is no such wallet.</exception>
    /// <exception cref="ConcurrencyConflictException">The wallet has another version than the expected one.</exception>
    /// <exception cref="WalletClosedException">The wallet is closed.</exception>
    /// <exception cref="WalletAlreadyFrozenException">It is frozen already.</exception>
    /// <exception cref="NestedSectionException">The call was made inside the decision of a section.</exception>
    /// <exception cref="WalletStoreException">The store could not do its work.</exception>
    Task<EventReceipt> FreezeAsync(WalletId walletId, StateOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Lets debits and new holds of a frozen wallet through again.</summary>
    /// <param name="walletId">The wallet.</param>
    /// <param name="options">Idempotency key, expected version, reason; null for none.</param>
    /// <param name="cancellationToken">Gives the call up before the commit.</param>
    /// <exception cref="InvalidInputException">A text is too long, empty or malformed.</exception>
    /// <exception cref="IdempotencyConflictException">The key stands for other content.</exception>
    /// <exception cref="WalletNotFoundException">There is no such wallet.</exception>
    /// <exception cref="ConcurrencyConflictException">The wallet has another version than the expected one.</exception>
    /// <exception cref="WalletClosedException">The wallet is closed.</exception>
    /// <exception cref="WalletNotFrozenException">It is not frozen.</exception>
    /// <exception cref="NestedSectionException">The call was made inside the decision of a section.</exception>
    /// <exception cref="WalletStoreException">The store could not do its work.</exception>
    Task<EventReceipt> UnfreezeAsync(WalletId walletId, StateOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Closes a wallet for good.</summary>
    /// <param name="walletId">The wallet.</param>
    /// <param name="options">Idempotency key, expected version, reason; null for none.</param>
    /// <param name="cancellationToken">Gives the call up before the commit.</param>
    /// <exception cref="InvalidInputException">A text is too long, empty or malformed.</exception>
    /// <exception cref="IdempotencyConflictException">The key stands for other content.</exception>
    /// <exception cref="WalletNotFoundException">There is no such wallet.</exception>
    /// <exception cref="ConcurrencyConflictException">The wallet has another version than the expected one.</exception>
    /// <exception cref="WalletClosedException">The wallet is closed.</exception>
    /// <exception cref="WalletNotEmptyException">Its balance is not 0, or a hold is open.</exception>
    /// <exception cref="NestedSectionException">The call was made inside the decision of a section.</exception>
    /// <exception cref="WalletStoreException">The store could not do its work.</exception>
    Task<EventReceipt> CloseAsync(WalletId walletId, StateOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Sets how far a wallet's balance may go below zero.</summary>
    /// <param name="walletId">The wallet.</param>
    /// <param name="limit">The limit in units: zero or more, with no more decimals than the currency has.</param>
    /// <param name="options">Idempotency key, expected version, reason; null for none.</param>
    /// <param name="cancellationToken">Gives the call up before the commit.</param>
    /// <exception cref="InvalidInputException">A text is too long, empty or malformed.</exception>
    /// <exception cref="IdempotencyConflictException">The key stands for other content.</exception>
    /// <exception cref="WalletNotFoundException">There is no such wallet.</exception>
    /// <exception cref="ConcurrencyConflictException">The wallet has another version than the expected one.</exception>
    /// <exception cref="WalletClosedException">The wallet is closed.</exception>
    /// <exception cref="InvalidAmountException">The limit breaks its rule; nothing is rounded.</exception>
    /// <exception cref="CreditLimitInUseException">More of the limit is used already.</exception>
    /// <exception cref="NestedSectionException">The call was made inside the decision of a section.</exception>
    /// <exception cref="WalletStoreException">The store could not do its work.</exception>
    Task<EventReceipt> SetCreditLimitAsync(WalletId walletId, decimal limit, StateOptions? options = null, CancellationToken cancellationToken = default);
}
