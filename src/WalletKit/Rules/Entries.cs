using WalletKit.Commands;

namespace WalletKit.Rules;

/// <summary>The one way a balance changes: with a transaction that says so.</summary>
internal static class Entries
{
    /// <summary>Whether a credit would take the balance past the 64-bit range.</summary>
    public static bool IsPastRange(Wallet wallet, long credit) => (Int128)wallet.BalanceMinorUnits + credit > long.MaxValue;

    public static (Wallet Wallet, WalletTransaction Transaction) Append(
        Wallet wallet, TransactionType type, long amount, DateTimeOffset now, MoneyCommand? command = null, long? rebateOf = null)
    {
        var time = Time.NotBefore(wallet.UpdatedAt, now);
        var changed = wallet with
        {
            BalanceMinorUnits = checked(wallet.BalanceMinorUnits + amount),
            LastSequence = checked(wallet.LastSequence + 1),
            Version = checked(wallet.Version + 1),
            UpdatedAt = time,
        };
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
            RebateOf = rebateOf,
        };
        return (changed, transaction);
    }
}
