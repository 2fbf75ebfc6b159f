using WalletKit.Commands;

namespace WalletKit.Rules;

/// <summary>The one way a balance changes: with a transaction that says so.</summary>
internal static class Entries
{
    /// <summary>Whether a change would take the balance past the 64-bit range.</summary>
    public static bool IsPastRange(Wallet wallet, Int128 change) =>
        wallet.BalanceMinorUnits + change is var balance && (balance > long.MaxValue || balance < long.MinValue);

    /// <summary>Books an amount: the wallet after it, and the transaction. Whether it may be booked was decided before.</summary>
    public static (Wallet Wallet, WalletTransaction Transaction) Append(
        Wallet wallet, TransactionType type, long amount, DateTimeOffset now, PostingCommand? command = null, TransactionLinks? links = null)
    {
        var time = Time.NotBefore(wallet.UpdatedAt, now);
        var changed = wallet with
        {
            BalanceMinorUnits = checked(wallet.BalanceMinorUnits + amount),
            LastSequence = checked(wallet.LastSequence + 1),
            Version = checked(wallet.Version + 1),
            UpdatedAt = time,
        };
        if (changed.IsOverdrawn && !IsBelowZero(changed))
        {
            changed = changed with { IsOverdrawn = false };
        }

        var transaction = new WalletTransaction
        {
            WalletId = wallet.Id,
            Sequence = changed.LastSequence,
            Type = type,
            Currency = wallet.Currency,
            AmountMinorUnits = amount,
            BalanceAfterMinorUnits = changed.BalanceMinorUnits,
            Version = changed.Version,
            CreatedAt = time,
            Reference = command?.Reference,
            Metadata = command?.Metadata ?? TransactionMetadata.Empty,
            Links = links ?? TransactionLinks.None,
        };
        return (changed, transaction);
    }

    /// <summary>Whether less than nothing is available, by what is recorded of the holds.</summary>
    public static bool IsBelowZero(Wallet wallet) =>
        (Int128)wallet.BalanceMinorUnits + wallet.CreditLimitMinorUnits < wallet.Holds.HeldMinorUnits;
}
