namespace WalletKit;

/// <content>Erasure of personal data.</content>
public partial interface IWalletService
{
    /// <summary>Erases the owner and the name of a wallet, and the texts of all its entries and holds so far.</summary>
    /// <remarks>
    /// Amounts, times, accounts and hashes stay: statements, the chain, digests and the audit still hold, and say that texts were erased. No reader sees the
    /// texts from the commit on. They are then deleted in pieces, before the method returns. If the process ends before that, a host deletes the rest at its
    /// next start. A call that is repeated under its key repeats nothing and ends the deletion.
    /// </remarks>
    /// <param name="walletId">The wallet, which is closed unless the options include open wallets.</param>
    /// <param name="options">Idempotency key, expected version, actor, reason, whether an open wallet is erased; null for none.</param>
    /// <param name="cancellationToken">Gives the call up before the commit, or between two pieces of the deletion, whose rest a host deletes later.</param>
    /// <exception cref="InvalidInputException">A text is too long, empty or malformed.</exception>
    /// <exception cref="IdempotencyConflictException">The key was used with other content.</exception>
    /// <exception cref="WalletNotFoundException">There is no such wallet.</exception>
    /// <exception cref="ConcurrencyConflictException">The wallet has another version than the expected one.</exception>
    /// <exception cref="WalletNotClosedException">The wallet is not closed, and the options do not include open wallets.</exception>
    /// <exception cref="WalletAlreadyErasedException">The wallet is erased already, and has no entry since.</exception>
    /// <exception cref="NestedSectionException">The call was made inside the decision of a section.</exception>
    /// <exception cref="WalletStoreException">The store could not do its work.</exception>
    /// <exception cref="NotSupportedException">The store does not declare <see cref="Stores.StoreFeatures.Erasure"/>.</exception>
    Task<EventReceipt> EraseAsync(WalletId walletId, EraseOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Erases all wallets of an owner; see <see cref="EraseAsync"/>.</summary>
    /// <remarks>
    /// Each wallet is erased in a commit of its own, after all of them were looked at. A call that failed in the middle can be repeated: an erased wallet is
    /// no longer among the owner's. The texts that other owners' wallets keep of transfers are theirs.
    /// </remarks>
    /// <param name="ownerId">The owner.</param>
    /// <param name="options">Actor, reason, whether open wallets are erased; null for none.</param>
    /// <param name="cancellationToken">Gives the call up before a commit, or between two pieces of the deletion, whose rest a host deletes later.</param>
    /// <returns>The receipts of the wallets that this call erased; none where the owner has no wallet.</returns>
    /// <exception cref="InvalidInputException">A text is too long, empty or malformed.</exception>
    /// <exception cref="WalletNotClosedException">A wallet is not closed, and the options do not include open wallets. No wallet was erased if the wallet was open before the call.</exception>
    /// <exception cref="NestedSectionException">The call was made inside the decision of a section.</exception>
    /// <exception cref="WalletStoreException">The store could not do its work.</exception>
    /// <exception cref="NotSupportedException">The store does not declare <see cref="Stores.StoreFeatures.Erasure"/>.</exception>
    Task<IReadOnlyList<EventReceipt>> EraseOwnerAsync(string ownerId, EraseOwnerOptions? options = null, CancellationToken cancellationToken = default);
}
