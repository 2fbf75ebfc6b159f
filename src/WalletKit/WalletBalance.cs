using WalletKit.Money;
using WalletKit.Rules;

namespace WalletKit;

/// <summary>What a wallet holds, from one snapshot.</summary>
public sealed record WalletBalance
{
    /// <summary>The wallet.</summary>
    public required WalletId WalletId { get; init; }

    /// <summary>The wallet's currency.</summary>
    public required Currency Currency { get; init; }

    /// <summary>The sum of all transactions, in units.</summary>
    public required decimal Balance { get; init; }

    /// <summary>What open holds hold back, in units.</summary>
    public required decimal Held { get; init; }

    /// <summary>How far the balance may go below zero, in units.</summary>
    public required decimal CreditLimit { get; init; }

    /// <summary>What can be spent, in units: balance and credit limit without what is held. Below zero only after a reversal that was allowed to overdraw.</summary>
    public required decimal Available { get; init; }

    /// <summary>The wallet's version, to be named as the expected one by a command that rests on this balance.</summary>
    public required long Version { get; init; }

    /// <summary>The balance of a wallet as a store has it.</summary>
    /// <param name="wallet">The wallet.</param>
    /// <param name="expiredMinorUnits">What its open holds still hold whose time has run out: recorded as held, and free again.</param>
    public static WalletBalance Of(Wallet wallet, long expiredMinorUnits)
    {
        ArgumentNullException.ThrowIfNull(wallet);
        var held = (Int128)wallet.Holds.HeldMinorUnits - expiredMinorUnits;
        return new WalletBalance
        {
            WalletId = wallet.Id,
            Currency = wallet.Currency,
            Balance = wallet.Balance,
            Held = Funds.ToUnits(held, wallet),
            CreditLimit = wallet.CreditLimit,
            Available = Funds.ToUnits((Int128)wallet.BalanceMinorUnits + wallet.CreditLimitMinorUnits - held, wallet),
            Version = wallet.Version,
        };
    }
}
