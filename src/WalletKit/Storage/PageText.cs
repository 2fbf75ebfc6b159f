using System.Text;
using WalletKit.Rules;

namespace WalletKit;

/// <summary>Measures the text in the rows of a list, in bytes of UTF-8.</summary>
/// <remarks>The rest of a row has a fixed size, so the count of rows bounds it.</remarks>
public static class PageText
{
    /// <summary>The bytes of text that end a page: 1 MiB. The row that reaches the limit is the last of its page.</summary>
    public const int MaxBytes = 1_048_576;

    /// <summary>Returns the bytes of a wallet's owner and name.</summary>
    public static int SizeOf(Wallet wallet)
    {
        ArgumentNullException.ThrowIfNull(wallet);
        return SizeOf(wallet.OwnerId) + SizeOf(wallet.Name);
    }

    /// <summary>Returns the bytes of a transaction's reference, metadata, and actor.</summary>
    public static int SizeOf(WalletTransaction transaction)
    {
        ArgumentNullException.ThrowIfNull(transaction);
        return SizeOf(transaction.Reference) + SizeOf(transaction.Metadata) + SizeOf(transaction.Actor);
    }

    /// <summary>Returns the bytes of an entry's texts, and of the numbers of the holds that it ends.</summary>
    public static int SizeOf(JournalEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return (entry.Transaction is { } transaction ? SizeOf(transaction) : 0)
            + (entry.Hold is { } hold ? SizeOf(hold.Reference) + SizeOf(hold.Metadata) : 0)
            + SizeOf(entry.Event?.Reason)
            + (entry.Transaction is null ? SizeOf(entry.Actor) : 0)
            + (sizeof(long) * entry.ExpiredHolds.Length);
    }

    /// <summary>Returns the bytes of a hold's reference and metadata.</summary>
    public static int SizeOf(Hold hold)
    {
        ArgumentNullException.ThrowIfNull(hold);
        return SizeOf(hold.Reference) + SizeOf(hold.Metadata);
    }

    /// <summary>Returns the bytes of an event's reason and actor.</summary>
    public static int SizeOf(WalletEvent happened)
    {
        ArgumentNullException.ThrowIfNull(happened);
        return SizeOf(happened.Reason) + SizeOf(happened.Actor);
    }

    /// <summary>Returns the bytes of a rebate's terms and reason.</summary>
    public static int SizeOf(Rebate rebate)
    {
        ArgumentNullException.ThrowIfNull(rebate);
        return SizeOf(rebate.Terms.Policy) + SizeOf(rebate.Terms.Text) + SizeOf(rebate.Reason);
    }

    private static int SizeOf(string? text) => text is null ? 0 : Encoding.UTF8.GetByteCount(text);

    private static int SizeOf(TransactionMetadata metadata)
    {
        var size = 0;
        for (var i = 0; i < metadata.Count; i++)
        {
            var (key, value) = metadata.At(i);
            size += SizeOf(key) + SizeOf(value);
        }

        return size;
    }
}
