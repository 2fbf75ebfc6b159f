namespace WalletKit;

/// <content>Holds.</content>
public partial interface IWalletService
{
    /// <summary>Holds money back for a later capture: it lowers what is available, not the balance.</summary>
    /// <param name="walletId">The wallet.</param>
    /// <param name="amount">How much, in units: more than zero, with no more decimals than the currency has, and available.</param>
    /// <param name="options">Idempotency key, expected version, currency, reference, metadata, expiry; null for none.</param>
    /// <param name="cancellationToken">Gives the call up before the commit.</param>
    /// <exception cref="InvalidAmountException">The amount breaks its rule; nothing is rounded.</exception>
    /// <exception cref="InvalidInputException">A text is too long, empty or malformed.</exception>
    /// <exception cref="IdempotencyConflictException">The key stands for other content.</exception>
    /// <exception cref="WalletNotFoundException">There is no such wallet.</exception>
    /// <exception cref="ConcurrencyConflictException">The wallet has another version than the expected one.</exception>
    /// <exception cref="WalletClosedException">The wallet is closed.</exception>
    /// <exception cref="WalletFrozenException">The wallet is frozen.</exception>
    /// <exception cref="CurrencyMismatchException">The wallet keeps another currency than the one named.</exception>
    /// <exception cref="InsufficientFundsException">Less is available.</exception>
    /// <exception cref="NestedSectionException">The call was made inside the decision of a section.</exception>
    /// <exception cref="WalletStoreException">The store could not do its work.</exception>
    Task<HoldReceipt> PlaceHoldAsync(WalletId walletId, decimal amount, HoldOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Takes held money out of the wallet. What is not captured is released, unless the hold is to stay open.</summary>
    /// <param name="holdId">The hold.</param>
    /// <param name="amount">How much, in units: more than zero and at most what remains; null for all that remains.</param>
    /// <param name="options">Idempotency key, expected version, currency, reference, metadata, whether the hold stays open; null for none.</param>
    /// <param name="cancellationToken">Gives the call up before the commit.</param>
    /// <exception cref="InvalidAmountException">The amount breaks its rule; nothing is rounded.</exception>
    /// <exception cref="InvalidInputException">A text is too long, empty or malformed.</exception>
    /// <exception cref="IdempotencyConflictException">The key stands for other content.</exception>
    /// <exception cref="WalletNotFoundException">There is no such wallet.</exception>
    /// <exception cref="HoldNotFoundException">There is no such hold.</exception>
    /// <exception cref="ConcurrencyConflictException">The wallet has another version than the expected one.</exception>
    /// <exception cref="WalletFrozenException">The wallet is frozen.</exception>
    /// <exception cref="HoldEndedException">The hold was captured, voided, or has expired.</exception>
    /// <exception cref="CurrencyMismatchException">The wallet keeps another currency than the one named.</exception>
    /// <exception cref="HoldExceededException">The hold has less left.</exception>
    /// <exception cref="NestedSectionException">The call was made inside the decision of a section.</exception>
    /// <exception cref="WalletStoreException">The store could not do its work.</exception>
    Task<TransactionReceipt> CaptureHoldAsync(HoldId holdId, decimal? amount = null, CaptureOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Gives up a hold: all that it still holds is free again.</summary>
    /// <param name="holdId">The hold.</param>
    /// <param name="options">Idempotency key, expected version; null for none.</param>
    /// <param name="cancellationToken">Gives the call up before the commit.</param>
    /// <exception cref="InvalidInputException">A text is too long, empty or malformed.</exception>
    /// <exception cref="IdempotencyConflictException">The key stands for other content.</exception>
    /// <exception cref="WalletNotFoundException">There is no such wallet.</exception>
    /// <exception cref="HoldNotFoundException">There is no such hold.</exception>
    /// <exception cref="ConcurrencyConflictException">The wallet has another version than the expected one.</exception>
    /// <exception cref="HoldEndedException">The hold was captured, voided, or has expired.</exception>
    /// <exception cref="NestedSectionException">The call was made inside the decision of a section.</exception>
    /// <exception cref="WalletStoreException">The store could not do its work.</exception>
    Task<HoldReceipt> VoidHoldAsync(HoldId holdId, VoidOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// Records which holds have expired. They hold nothing from that moment on, recorded or not; the hosted service records it by itself.
    /// </summary>
    /// <returns>For how many wallets something was recorded.</returns>
    /// <exception cref="NestedSectionException">The call was made inside the decision of a section.</exception>
    /// <exception cref="WalletStoreException">The store could not do its work, or not for some wallets: the holds of all others are recorded then.</exception>
    Task<long> ExpireHoldsAsync(CancellationToken cancellationToken = default);
}
