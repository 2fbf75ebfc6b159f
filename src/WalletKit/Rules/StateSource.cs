namespace WalletKit.Stores;

/// <summary>The committed state of a store, from which the rules read.</summary>
/// <remarks>
/// The state is that inside the transaction that is being prepared, and returned objects must not change until that transaction has ended. It is the
/// recorded state, whatever the clock says. Reading does not wait: a store whose reads wait brings all that a batch needs into memory first. Null means
/// that there is no such record, never that it was not loaded. An exception thrown from here ends the execution, which can then begin again on cleared
/// <see cref="StagedChanges"/>.
/// <para>
/// Every store has the abstract members. The virtual members have defaults, which a store with more to offer overrides. Each member that a later release adds
/// has a default as well.
/// </para>
/// </remarks>
public abstract class StateSource
{
    /// <summary>Finds a wallet by its id; null where there is none.</summary>
    public abstract Wallet? FindWallet(WalletId walletId);

    /// <summary>Finds a wallet by its owner and name, compared ordinally; null where there is none.</summary>
    public abstract Wallet? FindWallet(string ownerId, string name);

    /// <summary>Counts an owner's wallets that are not closed.</summary>
    /// <remarks>No other transaction may open a wallet of the owner before the current transaction has ended.</remarks>
    /// <param name="ownerId">The owner.</param>
    /// <param name="limit">The number at which counting stops; one or more. There may be more wallets than are counted.</param>
    public abstract int CountOpenWallets(string ownerId, int limit);

    /// <summary>Finds the secrets of a wallet; null where there is no such wallet.</summary>
    public abstract WalletSecrets? FindSecrets(WalletId walletId);

    /// <summary>Finds the command that used an idempotency key of a wallet; null where the key is free.</summary>
    public abstract RecordedCommand? FindRecorded(WalletId walletId, KeyHash key);

    /// <summary>Finds the rebate that a deposit earned; null where it earned none.</summary>
    /// <remarks>Unless a store overrides this, no deposit has earned a rebate. A store that keeps rebates overrides it.</remarks>
    public virtual Rebate? FindRebate(TransactionId deposit) => null;

    /// <summary>Finds a transaction; null where there is none.</summary>
    public abstract WalletTransaction? FindTransaction(TransactionId transaction);

    /// <summary>Finds the version of the transaction that reversed a transaction of the same wallet; null where none has.</summary>
    public abstract long? FindReversal(TransactionId transaction);

    /// <summary>Finds a hold as it is recorded, whether its time has run out or not; null where there is none.</summary>
    public abstract Hold? FindHold(HoldId hold);

    /// <summary>Sums the money that a wallet's expired holds still hold, in minor units; 0 where there are none.</summary>
    /// <remarks>
    /// The sum covers the holds that are recorded as open and expire at <paramref name="now"/> or before. It is asked for often, so an index alone should
    /// answer it.
    /// </remarks>
    /// <param name="walletId">The wallet.</param>
    /// <param name="now">The latest expiry.</param>
    /// <param name="ended">The holds that are left out, because the wallet has ended them; null for none.</param>
    public abstract long SumExpired(WalletId walletId, DateTimeOffset now, EndedThrough? ended);

    /// <summary>Finds holds of a wallet that are recorded as open and expire after a time.</summary>
    /// <remarks>They are ordered by their expiry and then by number.</remarks>
    /// <param name="walletId">The wallet.</param>
    /// <param name="after">The time after which they expire.</param>
    /// <param name="limit">The number of holds at most; one or more.</param>
    public abstract IReadOnlyList<Hold> FindExpiring(WalletId walletId, DateTimeOffset after, int limit);

    /// <summary>Finds holds that the wallet has ended and that are still recorded as open.</summary>
    /// <remarks>They are ordered by their expiry and then by number.</remarks>
    /// <param name="walletId">The wallet.</param>
    /// <param name="ended">The holds that the wallet has ended.</param>
    /// <param name="limit">The number of holds at most; one or more.</param>
    public abstract IReadOnlyList<Hold> FindEnded(WalletId walletId, EndedThrough ended, int limit);
}
