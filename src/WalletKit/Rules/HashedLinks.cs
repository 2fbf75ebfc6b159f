using WalletKit.Model.Money;

namespace WalletKit.Rules;

/// <summary>The set of a transaction's links that its hash covers; each link is one bit of a byte. The numbers are part of the hashes.</summary>
[Flags]
internal enum HashedLinks
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
