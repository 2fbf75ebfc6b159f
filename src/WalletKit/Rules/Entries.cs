namespace WalletKit.Rules;

/// <summary>The ways in which a wallet changes. Its balance changes only with a transaction that says so.</summary>
internal static class Entries
{
    /// <summary>Whether a change would take the balance past the 64-bit range.</summary>
    public static bool IsPastRange(Wallet wallet, Int128 change) =>
        wallet.BalanceMinorUnits + change is var balance && (balance > long.MaxValue || balance < long.MinValue);

    /// <summary>Books an amount, and returns the wallet after it and the transaction. The caller has decided before that the amount may be booked.</summary>
    public static (Wallet Wallet, WalletTransaction Transaction) Append(
        Wallet wallet, TransactionType type, long amount, DateTimeOffset now, Notes notes, TransactionLinks? links = null)
    {
        var transaction = new WalletTransaction
        {
            WalletId = wallet.Id,
            Sequence = checked(wallet.LastSequence + 1),
            Type = type,
            Currency = wallet.Currency,
            AmountMinorUnits = amount,
            BalanceAfterMinorUnits = checked(wallet.BalanceMinorUnits + amount),
            Version = checked(wallet.Version + 1),
            CreatedAt = Time.NotBefore(wallet.UpdatedAt, now),
            Reference = notes.Reference,
            Metadata = notes.Metadata,
            Links = links ?? TransactionLinks.None,
        };
        transaction.SetHash(HashChain.Next(wallet.ChainHash, transaction));
        var changed = wallet with
        {
            BalanceMinorUnits = transaction.BalanceAfterMinorUnits,
            LastSequence = transaction.Sequence,
            ChainHash = transaction.Hash,
            Version = transaction.Version,
            UpdatedAt = transaction.CreatedAt,
            IsOverdrawn = wallet.IsOverdrawn && IsBelowZero(wallet, transaction.BalanceAfterMinorUnits),
        };
        return (changed, transaction);
    }

    /// <summary>Ends a change of anything but the balance: raises the version, and ends the overdraft where nothing is missing any more.</summary>
    public static Wallet Change(Wallet changed, DateTimeOffset now) => changed with
    {
        Version = checked(changed.Version + 1),
        UpdatedAt = Time.NotBefore(changed.UpdatedAt, now),
        IsOverdrawn = changed.IsOverdrawn && IsBelowZero(changed, changed.BalanceMinorUnits),
    };

    // The sum of held money is the recorded one. A debit has ended the expired holds before it comes here. A credit ends no hold, and the money of an expired
    // hold may be held again once the clock is set back.
    private static bool IsBelowZero(Wallet wallet, long balance) =>
        (Int128)balance + wallet.CreditLimitMinorUnits < wallet.Holds.HeldMinorUnits;
}
