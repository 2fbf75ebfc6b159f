namespace WalletKit.Stores;

/// <summary>
/// What a store has committed, as the transaction that is being put together sees it. The rules read through it; what it returns must not
/// change until that transaction has ended. It says what is recorded, whatever the clock says.
/// </summary>
/// <remarks>
/// Reading does not wait: a store whose reads do brings what a batch needs into memory first. Null says that there is none, never that it was not
/// loaded; an exception thrown from here ends the execution, which can then begin again on cleared <see cref="StagedChanges"/>.
/// </remarks>
public interface IStateSource
{
    /// <summary>Finds a wallet by its id; null where there is none.</summary>
    Wallet? FindWallet(WalletId walletId);

    /// <summary>Finds a wallet by its owner and name, compared ordinally; null where there is none.</summary>
    Wallet? FindWallet(string ownerId, string name);

    /// <summary>Counts an owner's wallets that are not closed, in a way that no other transaction can open one meanwhile.</summary>
    /// <param name="ownerId">The owner.</param>
    /// <param name="limit">Where to stop counting; one or more. There may be more than are counted.</param>
    int CountOpenWallets(string ownerId, int limit);

    /// <summary>Finds what an idempotency key of a wallet stands for; null where it is free.</summary>
    RecordedCommand? FindRecorded(WalletId walletId, string key);

    /// <summary>Finds the rebate that a deposit earned; null where it earned none.</summary>
    Rebate? FindRebate(TransactionId deposit);

    /// <summary>Finds a transaction; null where there is none.</summary>
    WalletTransaction? FindTransaction(TransactionId transaction);

    /// <summary>The sequence of the transaction that reversed one, in the same wallet; null where none has.</summary>
    long? FindReversal(TransactionId transaction);

    /// <summary>Finds a hold as it is recorded, whether its time has run out or not; null where there is none.</summary>
    Hold? FindHold(HoldId hold);

    /// <summary>
    /// The sum of what a wallet's holds still hold that are recorded as open and expire at <paramref name="now"/> or before, in minor units; 0 where there
    /// are none. It is asked for again and again, so it is best answered from an index alone.
    /// </summary>
    /// <param name="walletId">The wallet.</param>
    /// <param name="now">The latest expiry.</param>
    /// <param name="ended">Holds that are left out, because the wallet has ended them; null for none.</param>
    long SumExpired(WalletId walletId, DateTimeOffset now, EndedThrough? ended);

    /// <summary>Holds of a wallet that are recorded as open and expire later than <paramref name="after"/>, by time and then by number.</summary>
    /// <param name="walletId">The wallet.</param>
    /// <param name="after">The time that they expire after.</param>
    /// <param name="limit">How many at most; one or more.</param>
    IReadOnlyList<Hold> FindExpiring(WalletId walletId, DateTimeOffset after, int limit);

    /// <summary>Holds of a wallet that are recorded as open and that the wallet has ended, by expiry and then by number.</summary>
    /// <param name="walletId">The wallet.</param>
    /// <param name="ended">Which holds these are.</param>
    /// <param name="limit">How many at most; one or more.</param>
    IReadOnlyList<Hold> FindEnded(WalletId walletId, EndedThrough ended, int limit);
}
