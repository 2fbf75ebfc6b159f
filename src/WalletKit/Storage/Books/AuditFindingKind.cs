namespace WalletKit;

/// <summary>The kinds of faults that an audit can find. The numbers are stable.</summary>
public enum AuditFindingKind
{
    /// <summary>The store says that it is damaged, cannot be read, or breaks a constraint or an order of its own.</summary>
    StoreDamaged = 1,

    /// <summary>A table or an index is missing, or differs from the table or index that this release makes.</summary>
    SchemaChanged = 2,

    /// <summary>A row refers to another row that is not there.</summary>
    ReferenceBroken = 3,

    /// <summary>A row belongs to no wallet.</summary>
    RowWithoutWallet = 4,

    /// <summary>A row holds something that cannot be read.</summary>
    RowUnreadable = 5,

    /// <summary>Entries of the journal are gone, or its end was cut away.</summary>
    JournalCut = 6,

    /// <summary>A stored total of transactions is not what the transactions come to, or is not what the wallets have.</summary>
    TotalsWrong = 7,

    /// <summary>In some currency, the wallets and the accounts outside of them do not sum to zero.</summary>
    TrialBalanceWrong = 8,

    /// <summary>The balance is not the sum of the transactions.</summary>
    BalanceWrong = 10,

    /// <summary>The available balance is negative without an overdrawing reversal, or a withdrawal exceeded the credit limit.</summary>
    FundsExceeded = 11,

    /// <summary>The wallet is marked as overdrawn although it is not.</summary>
    OverdraftMarkWrong = 12,

    /// <summary>The wallet's version is not that of the newest entry of its journal.</summary>
    VersionWrong = 13,

    /// <summary>The wallet's last sequence is not that of its newest transaction.</summary>
    LastSequenceWrong = 14,

    /// <summary>The credit limit is not the limit that was set last.</summary>
    CreditLimitWrong = 15,

    /// <summary>The status is not the status that the events lead to.</summary>
    StatusWrong = 16,

    /// <summary>A closed wallet has a balance, or an open hold.</summary>
    ClosedNotEmpty = 17,

    /// <summary>An entry records a state of the wallet that does not follow from the entry before it.</summary>
    StateWrong = 18,

    /// <summary>A sequence is missing, or is there twice.</summary>
    SequenceBroken = 20,

    /// <summary>The balance after a transaction is not the sum of the balance before it and its amount.</summary>
    BalanceChainBroken = 21,

    /// <summary>An amount is zero, or has the wrong sign for its type.</summary>
    AmountWrong = 22,

    /// <summary>A transaction or a hold is in another currency than its wallet.</summary>
    CurrencyWrong = 23,

    /// <summary>A version of the journal is missing, is there twice, or is past the wallet's.</summary>
    VersionOrderBroken = 24,

    /// <summary>A time is before an earlier one, or outside the life of the wallet.</summary>
    TimeOrderBroken = 25,

    /// <summary>A transaction refers to other transactions in a way that its type does not have.</summary>
    LinksWrong = 26,

    /// <summary>An event cannot follow from the state before it.</summary>
    EventWrong = 27,

    /// <summary>Money left the wallet while it was frozen.</summary>
    DebitWhileFrozen = 28,

    /// <summary>The wallet changed after it was closed.</summary>
    ChangedAfterClosing = 29,

    /// <summary>The wallet's held amount is not the sum of its open holds that it has not ended.</summary>
    HeldWrong = 30,

    /// <summary>The number of a hold is missing, or is higher than the wallet's last number.</summary>
    HoldNumberBroken = 31,

    /// <summary>The wallet's next expiry is not the earliest of the open holds that it has not ended.</summary>
    NextExpiryWrong = 32,

    /// <summary>A hold is in a state that no hold can reach.</summary>
    HoldStateWrong = 33,

    /// <summary>The captured amount of a hold is not the sum of its captures.</summary>
    CapturedWrong = 34,

    /// <summary>A capture belongs to no hold or to an ended hold, or leaves a wrong remaining amount.</summary>
    CaptureWrong = 35,

    /// <summary>The wallet's count of open holds differs from the number of holds that are recorded as open.</summary>
    OpenCountWrong = 36,

    /// <summary>The wallet says that it has ended holds up to a number that none of its holds has.</summary>
    EndedThroughWrong = 37,

    /// <summary>The other leg of a transfer, or of its reversal, is not there.</summary>
    TransferLegMissing = 40,

    /// <summary>The two legs of a transfer, or of its reversal, do not tell the same story.</summary>
    TransferLegsDiffer = 41,

    /// <summary>The amounts of a transfer between currencies do not follow from its rate.</summary>
    ExchangeWrong = 42,

    /// <summary>A reversal does not take back a transaction in full, or takes back a transaction that cannot be reversed.</summary>
    ReversalWrong = 50,

    /// <summary>A transaction was taken back more than once.</summary>
    ReversedTwice = 51,

    /// <summary>A transaction that is no deposit earned a rebate, or a rebate was paid for it.</summary>
    RebateWithoutDeposit = 60,

    /// <summary>A rebate says that it was paid, and there is no such payment; or the other way around.</summary>
    RebateStateWrong = 61,

    /// <summary>A rebate was paid more than once.</summary>
    RebatePaidTwice = 62,

    /// <summary>A deposit was reversed, but its rebate was neither canceled nor taken back.</summary>
    RebateNotTakenBack = 63,

    /// <summary>The result under an idempotency key is not there, or belongs to another wallet.</summary>
    KeyWrong = 70,

    /// <summary>The hash of an entry, or the wallet's newest hash, does not match the recorded data.</summary>
    HashWrong = 80,

    /// <summary>The texts of an entry do not match the commitment that the entry keeps to them.</summary>
    TextsWrong = 81,

    /// <summary>The wallet says that texts are erased which no erasure in its journal covers.</summary>
    ErasureWrong = 82,
}
