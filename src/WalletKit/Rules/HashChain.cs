using WalletKit.Model;
using WalletKit.Model.Money;
using WalletKit.Rules;

namespace WalletKit;

/// <summary>The chain of hashes over a wallet's history.</summary>
/// <remarks>
/// Each transaction's hash covers the transaction and the hash before it; the first covers the hash of the wallet's identity.
/// <c>docs/tamper-evidence.md</c> lists the bytes; they are the same in every process and every release.
/// </remarks>
public static class HashChain
{
    /// <summary>Computes the first hash of a wallet's chain, from the parts of the wallet that never change.</summary>
    public static Sha256Hash Begin(Wallet wallet)
    {
        ArgumentNullException.ThrowIfNull(wallet);
        var content = HashedContent.Begin();
        content.WriteTag("WKW1"u8);
        content.Write(wallet.Id.Value);
        content.Write(wallet.OwnerId);
        content.Write(wallet.Name);
        content.Write(wallet.Currency.Code);
        content.Write((byte)wallet.Currency.Exponent);
        content.Write(Timestamp.Of(wallet.CreatedAt).Microseconds);
        return content.Hash();
    }

    /// <summary>Computes the hash of a transaction.</summary>
    /// <param name="before">The hash of the transaction before it; for the first transaction, the result of <see cref="Begin"/>.</param>
    /// <param name="transaction">The transaction; its own <see cref="WalletTransaction.Hash"/> is ignored.</param>
    public static Sha256Hash Next(Sha256Hash before, WalletTransaction transaction)
    {
        ArgumentNullException.ThrowIfNull(transaction);
        var content = HashedContent.Begin();
        content.WriteTag("WKT1"u8);
        content.Write(before);
        content.Write(transaction.WalletId.Value);
        content.Write(transaction.Sequence);
        content.Write(checked((byte)transaction.Type));
        content.Write(transaction.AmountMinorUnits);
        content.Write(transaction.BalanceAfterMinorUnits);
        content.Write(transaction.Version);
        content.Write(Timestamp.Of(transaction.CreatedAt).Microseconds);
        content.Write(transaction.Reference);
        Write(content, transaction.Metadata);
        Write(content, transaction.Links);
        return content.Hash();
    }

    private static void Write(HashedContent content, TransactionMetadata metadata)
    {
        content.Write(metadata.Count);
        for (var i = 0; i < metadata.Count; i++)
        {
            var (key, value) = metadata.At(i);
            content.Write(key);
            content.Write(value);
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
            content.Write(counterpart.Sequence);
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

    private static void Write(HashedContent content, long? number)
    {
        if (number is { } value)
        {
            content.Write(value);
        }
    }

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
