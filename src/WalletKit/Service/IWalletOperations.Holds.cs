namespace WalletKit;

/// <content>Holds.</content>
public partial interface IWalletOperations
{
    /// <summary>Holds money back for a later capture. A hold lowers the available balance, not the balance.</summary>
    /// <param name="walletId">The wallet.</param>
    /// <param name="amount">The amount, in units: more than zero, with no more decimals than the currency has, and at most the available balance.</param>
    /// <param name="options">Idempotency key, expected version, currency, reference, metadata, expiry; null for none.</param>
    /// <param name="cancellationToken">Gives the call up before the commit.</param>
    /// <exception cref="InvalidAmountException">The amount breaks its rule; nothing is rounded.</exception>
    /// <exception cref="InvalidInputException">A text is too long, empty or malformed.</exception>
    /// <exception cref="IdempotencyConflictException">The key was used with other content.</exception>
    /// <exception cref="WalletNotFoundException">There is no such wallet.</exception>
    /// <exception cref="ConcurrencyConflictException">The wallet has another version than the expected one.</exception>
    /// <exception cref="WalletClosedException">The wallet is closed.</exception>
    /// <exception cref="WalletFrozenException">The wallet is frozen.</exception>
    /// <exception cref="CurrencyMismatchException">The wallet has another currency than the named one.</exception>
    /// <exception cref="InsufficientFundsException">The available balance is less than the amount.</exception>
    /// <exception cref="NestedSectionException">The call was made inside the decision of a section.</exception>
    /// <exception cref="WalletStoreException">The store could not do its work.</exception>
    Task<HoldReceipt> PlaceHoldAsync(WalletId walletId, decimal amount, HoldOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Takes held money out of the wallet. The rest is released, unless the hold is to stay open.</summary>
    /// <param name="holdId">The hold.</param>
    /// <param name="amount">The amount, in units: more than zero and at most the remainder; null for all of the remainder.</param>
    /// <param name="options">Idempotency key, expected version, currency, reference, metadata, whether the hold stays open; null for none.</param>
    /// <param name="cancellationToken">Gives the call up before the commit.</param>
    /// <exception cref="InvalidAmountException">The amount breaks its rule; nothing is rounded.</exception>
    /// <exception cref="InvalidInputException">A text is too long, empty or malformed.</exception>
    /// <exception cref="IdempotencyConflictException">The key was used with other content.</exception>
    /// <exception cref="WalletNotFoundException">There is no such wallet.</exception>
    /// <exception cref="HoldNotFoundException">There is no such hold.</exception>
    /// <exception cref="ConcurrencyConflictException">The wallet has another version than the expected one.</exception>
    /// <exception cref="WalletFrozenException">The wallet is frozen.</exception>
    /// <exception cref="HoldEndedException">The hold was captured, voided, or has expired.</exception>
    /// <exception cref="CurrencyMismatchException">The wallet has another currency than the named one.</exception>
    /// <exception cref="HoldExceededException">The hold has less left.</exception>
    /// <exception cref="NestedSectionException">The call was made inside the decision of a section.</exception>
    /// <exception cref="WalletStoreException">The store could not do its work.</exception>
    /// <returns>The transaction, and the hold as it is right after it. A repetition under the same key gets both as they were then.</returns>
    Task<CaptureReceipt> CaptureHoldAsync(HoldId holdId, decimal? amount = null, CaptureOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Voids a hold: all its remaining money is free again.</summary>
    /// <param name="holdId">The hold.</param>
    /// <param name="options">Idempotency key, expected version; null for none.</param>
    /// <param name="cancellationToken">Gives the call up before the commit.</param>
    /// <exception cref="InvalidInputException">A text is too long, empty or malformed.</exception>
    /// <exception cref="IdempotencyConflictException">The key was used with other content.</exception>
    /// <exception cref="WalletNotFoundException">There is no such wallet.</exception>
    /// <exception cref="HoldNotFoundException">There is no such hold.</exception>
    /// <exception cref="ConcurrencyConflictException">The wallet has another version than the expected one.</exception>
    /// <exception cref="HoldEndedException">The hold was captured, voided, or has expired.</exception>
    /// <exception cref="NestedSectionException">The call was made inside the decision of a section.</exception>
    /// <exception cref="WalletStoreException">The store could not do its work.</exception>
    Task<HoldReceipt> VoidHoldAsync(HoldId holdId, VoidOptions? options = null, CancellationToken cancellationToken = default);
}
