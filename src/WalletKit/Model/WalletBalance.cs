namespace WalletKit;

/// <summary>The amounts of a wallet, from one snapshot, at the time when it was read.</summary>
public sealed record WalletBalance
{
    /// <summary>Gets the wallet.</summary>
    public required WalletId WalletId { get; init; }

    /// <summary>Gets the wallet's currency.</summary>
    public required Currency Currency { get; init; }

    /// <summary>Gets the sum of all transactions, in units.</summary>
    public required decimal Balance { get; init; }

    /// <summary>Gets the money that open holds hold back, in units; a hold that has expired holds nothing.</summary>
    public required decimal Held { get; init; }

    /// <summary>Gets the amount by which the balance may go below zero, in units.</summary>
    public required decimal CreditLimit { get; init; }

    /// <summary>Gets the available balance in units: balance and credit limit without the held money.</summary>
    /// <remarks>It is 0 for a closed wallet. It is below zero only after a reversal that was allowed to overdraw.</remarks>
    public required decimal Available { get; init; }

    /// <summary>Gets the wallet's version.</summary>
    /// <remarks>
    /// A command that rests on this balance gives it as the expected version. The version does not change when a hold expires, because nothing changes the
    /// wallet then.
    /// </remarks>
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
