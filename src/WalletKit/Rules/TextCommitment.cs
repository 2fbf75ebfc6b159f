using WalletKit.Stores;

namespace WalletKit.Rules;

/// <summary>The commitment to the texts of a journal entry: one hash over all of them under the wallet's secret, each with its kind before it.</summary>
internal static class TextCommitment
{
    private const byte Owner = 1;
    private const byte Name = 2;
    private const byte Reference = 3;
    private const byte Reason = 4;
    private const byte MetadataKey = 5;
    private const byte MetadataValue = 6;
    private const byte Actor = 7;

    /// <summary>Whether the entry has the commitment that its texts have. Texts that were erased cannot be compared.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="secret">The wallet's secret for texts.</param>
    public static bool IsRight(JournalEntry entry, Secret secret) => entry.IsErased || entry.TextCommitment == Of(entry, secret);

    /// <summary>Computes the commitment from the texts that the entry has; null where it has none.</summary>
    public static Sha256Hash? Of(JournalEntry entry, Secret secret)
    {
        if (entry.Type == EntryType.Opened)
        {
            return OfOwner(entry.Wallet, entry.Actor, secret);
        }

        var reference = entry.Transaction?.Reference ?? entry.Hold?.Reference;
        var metadata = entry.Transaction?.Metadata ?? entry.Hold?.Metadata ?? TransactionMetadata.Empty;
        var reason = entry.Event?.Reason;
        if (reference is null && metadata.Count == 0 && reason is null && entry.Actor is null)
        {
            return null;
        }

        var content = Begin();
        Write(content, Reference, reference);
        Write(content, Reason, reason);
        for (var i = 0; i < metadata.Count; i++)
        {
            var (key, value) = metadata.At(i);
            Write(content, MetadataKey, key);
            Write(content, MetadataValue, value);
        }

        Write(content, Actor, entry.Actor);
        return secret.Hash(content.Hash());
    }

    private static Sha256Hash OfOwner(Wallet wallet, string? actor, Secret secret)
    {
        var content = Begin();
        Write(content, Owner, wallet.OwnerId);
        Write(content, Name, wallet.Name);
        Write(content, Actor, actor);
        return secret.Hash(content.Hash());
    }

    private static HashedContent Begin()
    {
        var content = HashedContent.Begin();
        content.WriteTag("WKX1"u8);
        return content;
    }

    private static void Write(HashedContent content, byte kind, string? text)
    {
        if (text is not null)
        {
            content.Write(kind);
            content.Write(text);
        }
    }
}
