using WalletKit.Model;
using WalletKit.Rules;
using WalletKit.Stores;

namespace WalletKit.Commands;

/// <summary>
/// The hash of the request that an idempotency key stands for: equal for the same content, in every process and every release. Amounts of equal value
/// are the same content, whatever their trailing zeros. A part that did not change the outcome is not content: a transfer's rounding counts only where
/// an amount was rounded.
/// </summary>
internal static class ContentHash
{
    /// <summary>Returns the hash of a command's content.</summary>
    /// <param name="command">The command.</param>
    /// <param name="first">The first result under the command's key, which says whether an amount was rounded; null before there is one.</param>
    public static Sha256Hash Of(KeyedCommand command, CommandResult? first = null)
    {
        var content = HashedContent.Begin();
        Write(content, command, first);
        return content.Hash();
    }

    /// <summary>Returns the hash of a batch's content: its commands, in order, with the keys of their own.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="first">The first results under the batch's key, which say where an amount was rounded. Another batch may have fewer or more results.</param>
    public static Sha256Hash Of(CommandBatch batch, ReadOnlySpan<CommandResult> first = default)
    {
        var content = HashedContent.Begin();
        content.Write("batch");
        content.Write(batch.Count);
        for (var i = 0; i < batch.Count; i++)
        {
            content.Write(batch[i].WalletId.Value);
            content.Write((batch[i] as KeyedCommand)?.IdempotencyKey);
            Write(content, batch[i], i < first.Length ? first[i] : null);
        }

        return content.Hash();
    }

    // The wallet is not content, because a key belongs to one wallet. Values that a command only expects, or that were quoted to it, are not content either.
    private static void Write(HashedContent content, WalletCommand command, CommandResult? first)
    {
        content.Write(command.Kind);
        content.WriteText((command as KeyedCommand)?.EffectiveAt is { } effective ? Timestamp.Of(effective).Microseconds : null);
        command.WriteContent(content, first);
    }
}
