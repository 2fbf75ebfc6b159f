using WalletKit.Storage.Books;

namespace WalletKit.Stores;

/// <summary>A transaction with what it is judged by: all from one snapshot, so that what is written meanwhile makes no contradiction.</summary>
/// <param name="Sequence">Its sequence.</param>
/// <param name="Transaction">What it says; null where it cannot be read.</param>
/// <param name="Problem">Why it, or something that it refers to, cannot be read; null where all can. Then nothing below counts.</param>
public sealed record BookEntry(long Sequence, WalletTransaction? Transaction, string? Problem = null)
{
    /// <summary>The other leg that it names; null where it names none, or there is none.</summary>
    public WalletTransaction? Counterpart { get; init; }

    /// <summary>What it takes back, or the deposit that it is the rebate of; null where it names none, or there is none.</summary>
    public WalletTransaction? Target { get; init; }

    /// <summary>The sequence of the reversal that the store finds for <see cref="Target"/>; of two, one.</summary>
    public long? TargetReversedBy { get; init; }

    /// <summary>The rebate that <see cref="Target"/> earned, where this is a rebate's payment.</summary>
    public Rebate? TargetRebate { get; init; }

    /// <summary>The rebate that it earned; null where it earned none.</summary>
    public Rebate? Rebate { get; init; }

    /// <summary>The transaction that <see cref="Rebate"/> names as its payment; null where it names none, or there is none.</summary>
    public WalletTransaction? Payment { get; init; }

    /// <summary>The sequence of what took back <see cref="Payment"/>; null where nothing did.</summary>
    public long? PaymentReversedBy { get; init; }

    /// <summary>The sequence of what took it back, where it earned a rebate; null where nothing did.</summary>
    public long? ReversedBy { get; init; }

    /// <summary>Puts it together for a store whose every row can be read, asking for no more than the transaction refers to.</summary>
    /// <param name="transaction">The transaction.</param>
    /// <param name="states">The snapshot that the transaction is from.</param>
    public static BookEntry Of(WalletTransaction transaction, IStateSource states)
    {
        ArgumentNullException.ThrowIfNull(transaction);
        ArgumentNullException.ThrowIfNull(states);
        return BookEntries.Create(transaction, states.FindTransaction, states.FindReversal, states.FindRebate);
    }
}
