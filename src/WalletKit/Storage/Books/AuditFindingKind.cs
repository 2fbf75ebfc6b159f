namespace WalletKit;

/// <summary>What an audit can find. The numbers are stable.</summary>
public enum AuditFindingKind
{
    /// <summary>The store says that it is damaged, cannot be read, or breaks a constraint or an order of its own.</summary>
    StoreDamaged = 1,

    /// <summary>A table or an index is missing, or is not what this release makes.</summary>
    SchemaChanged = 2,

    /// <summary>A row refers to one that is not there.</summary>
    ReferenceBroken = 3,

    /// <summary>A row belongs to no wallet.</summary>
    RowWithoutWallet = 4,

    /// <summary>A row holds something that cannot be read.</summary>
    RowUnreadable = 5,

    /// <summary>The balance is not the sum of the transactions.</summary>
    BalanceWrong = 10,

    /// <summary>What is available is below zero, and no reversal was allowed to overdraw it; or a withdrawal went below the credit limit.</summary>
    FundsExceeded = 11,

    /// <summary>The wallet is marked as overdrawn, and is not.</summary>
    OverdraftMarkWrong = 12,

    /// <summary>The wallet's version is not the sum of all that happened to it.</summary>
    VersionWrong = 13,

    /// <summary>The wallet's last sequence is not that of its newest transaction.</summary>
    LastSequenceWrong = 14,

    /// <summary>The credit limit is not the one that was set last.</summary>
    CreditLimitWrong = 15,

    /// <summary>The status is not the one that the events lead to.</summary>
    StatusWrong = 16,

    /// <summary>A closed wallet has a balance, or an open hold.</summary>
    ClosedNotEmpty = 17,

    /// <summary>A sequence is missing, or is there twice.</summary>
    SequenceBroken = 20,

    /// <summary>The balance after a transaction is not the one before it and its amount.</summary>
    BalanceChainBroken = 21,

    /// <summary>An amount is zero, or has the wrong sign for its type.</summary>
    AmountWrong = 22,

    /// <summary>A transaction or a hold is in another currency than its wallet.</summary>
    CurrencyWrong = 23,

    /// <summary>A version of a transaction or an event does not rise, or is past the wallet's.</summary>
    VersionOrderBroken = 24,

    /// <summary>A time is before an earlier one, or outside the life of the wallet.</summary>
    TimeOrderBroken = 25,

    /// <summary>A transaction refers to others in a way that its type does not have.</summary>
    LinksWrong = 26,

    /// <summary>An event cannot follow from the state before it.</summary>
    EventWrong = 27,

    /// <summary>Money left the wallet while it was frozen.</summary>
    DebitWhileFrozen = 28,

    /// <summary>The wallet changed after it was closed.</summary>
    ChangedAfterClosing = 29,

    /// <summary>What the wallet says is held is not what those of its open holds hold that it has not ended.</summary>
    HeldWrong = 30,

    /// <summary>A number of a hold is missing, or past the wallet's last.</summary>
    HoldNumberBroken = 31,

    /// <summary>The wallet's next expiry is not the earliest of the open holds that it has not ended.</summary>
    NextExpiryWrong = 32,

    /// <summary>A hold is in a state that no hold can come to.</summary>
    HoldStateWrong = 33,

    /// <summary>What a hold says was captured of it is not what its captures took.</summary>
    CapturedWrong = 34,

    /// <summary>A capture is of no hold, of one that had ended, or leaves something else than remains.</summary>
    CaptureWrong = 35,

    /// <summary>The wallet's number of open holds is not how many are recorded as open.</summary>
    OpenCountWrong = 36,

    /// <summary>The wallet says that it has ended holds up to a number that none of its holds has.</summary>
    EndedThroughWrong = 37,

    /// <summary>The other leg of a transfer, or of its reversal, is not there.</summary>
    TransferLegMissing = 40,

    /// <summary>The two legs of a transfer, or of its reversal, do not tell the same story.</summary>
    TransferLegsDiffer = 41,

    /// <summary>The amounts of a transfer between currencies are not what its rate makes of them.</summary>
    ExchangeWrong = 42,

    /// <summary>A reversal does not take back in full what can be taken back.</summary>
    ReversalWrong = 50,

    /// <summary>A transaction was taken back more than once.</summary>
    ReversedTwice = 51,

    /// <summary>A rebate was earned by, or paid for, something else than a deposit.</summary>
    RebateWithoutDeposit = 60,

    /// <summary>A rebate says that it was paid, and there is no such payment; or the other way around.</summary>
    RebateStateWrong = 61,

    /// <summary>A rebate was paid more than once.</summary>
    RebatePaidTwice = 62,

    /// <summary>A deposit was reversed, and its rebate was neither cancelled nor taken back.</summary>
    RebateNotTakenBack = 63,

    /// <summary>What an idempotency key stands for is not there, or is another wallet's.</summary>
    KeyWrong = 70,

    /// <summary>A transaction's hash, or the wallet's newest one, is not that of what is recorded.</summary>
    HashWrong = 80,
}
