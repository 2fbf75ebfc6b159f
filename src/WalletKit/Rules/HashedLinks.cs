using WalletKit.Model.Money;

namespace WalletKit.Rules;

/// <summary>The links of a transaction that its hash covers; each link is one bit of the hashed byte. The compiler refuses a flag that a byte cannot hold.</summary>
[Flags]
internal enum HashedLinks : byte
{
    None = 0,
    RebateOf = 1,
    ReversalOf = 2,
    Hold = 4,
    HoldRemaining = 8,
    Counterpart = 16,
    Exchange = 32,
    ExchangeRate = 64,
    ExchangeRounding = 128,
}
