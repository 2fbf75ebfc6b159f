namespace WalletKit;

/// <summary>What a wallet holds, from one snapshot, as of the clock when it was read.</summary>
public sealed record WalletBalance
{
    /// <summary>The wallet.</summary>
    public required WalletId WalletId { get; init; }

    /// <summary>The wallet's currency.</summary>
    public required Currency Currency { get; init; }

    /// <summary>The sum of all transactions, in units.</summary>
    public required decimal Balance { get; init; }

    /// <summary>What open holds hold back, in units; a hold that has expired holds nothing.</summary>
    public required decimal Held { get; init; }

    /// <summary>How far the balance may go below zero, in units.</summary>
    public required decimal CreditLimit { get; init; }

    /// <summary>
    /// What can be spent, in units: balance and credit limit without what is held; 0 for a closed wallet. Below zero only after a reversal that was
    /// allowed to overdraw.
    /// </summary>
    public required decimal Available { get; init; }

    /// <summary>
    /// The wallet's version, to be named as the expected one by a command that rests on this balance. It does not move when a hold expires, as nothing
    /// changes the wallet then.
    /// </summary>
    public required long Version { get; init; }

    internal static WalletBalance Of(Wallet wallet) => new()
    {
        WalletId = wallet.Id,
        Currency = wallet.Currency,
        Balance = wallet.Balance,
        Held = wallet.Held,
        CreditLimit = wallet.CreditLimit,
        Available = wallet.Available,
        Version = wallet.Version,
    };
}
