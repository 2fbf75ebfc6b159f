using System.Collections.Immutable;
using WalletKit.Model;
using WalletKit.Model.Money;
using WalletKit.Rules;

namespace WalletKit;

/// <summary>The chain of hashes over a wallet's journal.</summary>
/// <remarks>
/// Each entry's hash covers the entry, the wallet after it, and the hash before it. The texts of an entry are covered by their commitment alone, so that they
/// can be erased. <c>docs/tamper-evidence.md</c> lists the bytes; they are the same in every process and every release.
/// </remarks>
public static class HashChain
{
    /// <summary>Computes the hash of an entry.</summary>
    /// <param name="before">The hash of the entry before it; 32 zero bytes for the opening.</param>
    /// <param name="entry">The entry; its own <see cref="JournalEntry.Hash"/> is ignored.</param>
    public static Sha256Hash Next(Sha256Hash before, JournalEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        var wallet = entry.Wallet;
        var parts = PartsOf(entry);
        var content = HashedContent.Begin();
        content.WriteTag("WKJ1"u8);
        content.Write(before);
        content.Write(wallet.Id.Value);
        content.Write(wallet.Version);
        content.Write((int)entry.Type);
        content.Write(Timestamp.Of(wallet.UpdatedAt).Microseconds);
        content.Write((int)parts);
        content.Write(wallet.LastSequence);
        content.Write(wallet.BalanceMinorUnits);
        WriteState(content, wallet, parts);
        if (entry.Type == EntryType.Opened)
        {
            content.Write(wallet.Currency.Code);
            content.Write((byte)wallet.Currency.Exponent);
            content.Write(Timestamp.Of(wallet.CreatedAt).Microseconds);
        }

        if (entry.Transaction is { } transaction)
        {
            content.Write(transaction.AmountMinorUnits);
            Write(content, transaction.Links);
        }

        if (entry.Hold is { } hold)
        {
            Write(content, hold);
        }

        if ((parts & HashedParts.ExpiredHolds) != 0)
        {
            Write(content, entry.ExpiredHolds);
        }

        if (entry.EffectiveAt is { } effective)
        {
            content.Write(Timestamp.Of(effective).Microseconds);
        }

        if ((parts & HashedParts.Account) != 0)
        {
            content.Write(entry.Transaction!.Account);
        }

        if (entry.TextCommitment is { } texts)
        {
            content.Write(texts);
        }

        return content.Hash();
    }

    // A value that the parts do not name is zero, or is not there.
    private static void WriteState(HashedContent content, Wallet wallet, HashedParts parts)
    {
        Write(content, parts, HashedParts.CreditLimit, wallet.CreditLimitMinorUnits);
        Write(content, parts, HashedParts.Held, wallet.Holds.HeldMinorUnits);
        Write(content, parts, HashedParts.LastHold, wallet.Holds.LastNumber);
        Write(content, parts, HashedParts.OpenHolds, wallet.Holds.OpenCount);
        if (wallet.Holds.NextExpiry is { } expiry)
        {
            content.Write(Timestamp.Of(expiry).Microseconds);
        }

        if (wallet.Holds.EndedThrough is { } ended)
        {
            content.Write(Timestamp.Of(ended.Time).Microseconds);
            content.Write(ended.Number);
        }
    }

    private static void Write(HashedContent content, HoldEntry hold)
    {
        content.Write(hold.Number);
        content.Write(hold.RemainingMinorUnits);
        if (hold.ExpiresAt is { } expiry)
        {
            content.Write(Timestamp.Of(expiry).Microseconds);
        }
    }

    private static void Write(HashedContent content, ImmutableArray<long> numbers)
    {
        content.Write(numbers.Length);
        foreach (var number in numbers)
        {
            content.Write(number);
        }
    }

    // The set of links comes first, so that the values of two different links can never be confused.
    private static void Write(HashedContent content, TransactionLinks links)
    {
        content.Write((byte)LinksOf(links));
        Write(content, links.RebateOf);
        Write(content, links.ReversalOf);
        Write(content, links.Hold);
        Write(content, links.HoldRemainingMinorUnits);
        if (links.Counterpart is { } counterpart)
        {
            content.Write(counterpart.WalletId.Value);
            content.Write(counterpart.Version);
        }

        if (links.Exchange is { } exchange)
        {
            content.Write(exchange.CounterpartCurrency.Code);
            content.Write((byte)exchange.CounterpartCurrency.Exponent);
            content.Write(exchange.CounterpartMinorUnits);
            Write(content, exchange);
        }
    }

    private static void Write(HashedContent content, Exchange exchange)
    {
        if (exchange.Rate is { } rate)
        {
            content.Write(rate);
        }

        if (exchange.Rounding is { } rounding)
        {
            content.Write(HashedRounding.Of(rounding));
        }
    }

    private static void Write(HashedContent content, HashedParts parts, HashedParts part, long number)
    {
        if ((parts & part) != 0)
        {
            content.Write(number);
        }
    }

    private static void Write(HashedContent content, long? number)
    {
        if (number is { } value)
        {
            content.Write(value);
        }
    }

    private static HashedParts PartsOf(JournalEntry entry)
    {
        var (wallet, holds) = (entry.Wallet, entry.Wallet.Holds);
        var parts = wallet.Status switch
        {
            WalletStatus.Frozen => HashedParts.Frozen,
            WalletStatus.Closed => HashedParts.Closed,
            _ => HashedParts.None,
        };
        return parts
            | (wallet.IsOverdrawn ? HashedParts.Overdrawn : 0)
            | (wallet.CreditLimitMinorUnits == 0 ? 0 : HashedParts.CreditLimit)
            | (ReferenceEquals(holds, HoldTotals.None) ? 0 : PartsOf(holds))
            | (entry.Transaction is null ? 0 : HashedParts.Transaction)
            | (entry.Hold is { } hold ? HashedParts.Hold | (hold.ExpiresAt is null ? 0 : HashedParts.HoldExpiry) : 0)
            | (entry.TextCommitment is null ? 0 : HashedParts.Texts)
            | (entry.EffectiveAt is null ? 0 : HashedParts.EffectiveAt)
            | (entry.Transaction is { } moved && moved.Account != CounterAccount.Of(moved.Type, moved.Links) ? HashedParts.Account : 0)
            | (entry.ExpiredHolds.IsEmpty ? 0 : HashedParts.ExpiredHolds);
    }

    private static HashedParts PartsOf(HoldTotals holds) =>
        (holds.HeldMinorUnits == 0 ? 0 : HashedParts.Held)
        | (holds.LastNumber == 0 ? 0 : HashedParts.LastHold)
        | (holds.OpenCount == 0 ? 0 : HashedParts.OpenHolds)
        | (holds.NextExpiry is null ? 0 : HashedParts.NextExpiry)
        | (holds.EndedThrough is null ? 0 : HashedParts.EndedThrough);

    private static HashedLinks LinksOf(TransactionLinks links) => ReferenceEquals(links, TransactionLinks.None) ? HashedLinks.None
        : (links.RebateOf is null ? 0 : HashedLinks.RebateOf)
        | (links.ReversalOf is null ? 0 : HashedLinks.ReversalOf)
        | (links.Hold is null ? 0 : HashedLinks.Hold)
        | (links.HoldRemainingMinorUnits is null ? 0 : HashedLinks.HoldRemaining)
        | (links.Counterpart is null ? 0 : HashedLinks.Counterpart)
        | (links.Exchange is null ? 0 : HashedLinks.Exchange)
        | (links.Exchange?.Rate is null ? 0 : HashedLinks.ExchangeRate)
        | (links.Exchange?.Rounding is null ? 0 : HashedLinks.ExchangeRounding);
}
