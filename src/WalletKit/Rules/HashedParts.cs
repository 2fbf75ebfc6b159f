namespace WalletKit.Rules;

/// <summary>The parts that the hash of a journal entry covers, and the marks of the wallet after it. The set itself is hashed, before the parts.</summary>
[Flags]
internal enum HashedParts
{
    None = 0,
    Frozen = 1,
    Closed = 1 << 1,
    Overdrawn = 1 << 2,
    CreditLimit = 1 << 3,
    Held = 1 << 4,
    LastHold = 1 << 5,
    OpenHolds = 1 << 6,
    NextExpiry = 1 << 7,
    EndedThrough = 1 << 8,
    Transaction = 1 << 9,
    Hold = 1 << 10,
    HoldExpiry = 1 << 11,
    ExpiredHolds = 1 << 12,
    Texts = 1 << 13,
    EffectiveAt = 1 << 14,
    Account = 1 << 15,
}
