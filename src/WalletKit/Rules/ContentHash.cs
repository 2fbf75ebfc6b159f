using System.Collections.Immutable;
using System.Globalization;
using WalletKit.Model.Money;
using WalletKit.Rules;
using WalletKit.Stores;

namespace WalletKit;

/// <summary>
/// The hash of what a command asks for, kept with its idempotency key: equal for the same content, in every
/// process and every release. Amounts of equal value are the same content, whatever their trailing zeros.
/// What did not change the outcome is not content: a transfer's rounding counts only where something was rounded.
/// </summary>
public static class ContentHash
{
    /// <summary>The hash of the content of a command by which nothing is rounded.</summary>
    public static Sha256Hash Of(KeyedCommand command) => Of(command, null);

    /// <summary>The hash of the content of a batch by which nothing is rounded: its commands, in order, with the keys of their own.</summary>
    public static Sha256Hash Of(CommandBatch batch) => Of(batch, []);

    /// <summary>The hash of a command's content.</summary>
    /// <param name="command">The command.</param>
    /// <param name="first">The first result under the command's key, which says whether something was rounded.</param>
    internal static Sha256Hash Of(KeyedCommand command, CommandResult? first)
    {
        var content = HashedContent.Begin();
        Write(content, command, first);
        return content.Hash();
    }

    /// <summary>The hash of a batch's content.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="first">The first results under the batch's key, which say where something was rounded. Those of other commands may be fewer or more.</param>
    internal static Sha256Hash Of(CommandBatch batch, ImmutableArray<CommandResult> first)
    {
        ArgumentNullException.ThrowIfNull(batch);
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

    // The wallet is not content, because a key is one wallet's own; what a command only expects or was quoted is not either.
    private static void Write(HashedContent content, WalletCommand command, CommandResult? first)
    {
        switch (command)
        {
            case Deposit deposit:
                content.Write("deposit");
                WriteMoney(content, deposit);
                break;
            case Withdraw withdraw:
                content.Write("withdraw");
                WriteMoney(content, withdraw);
                break;
            case Transfer transfer:
                content.Write("transfer");
                WriteMoney(content, transfer);
                content.Write(transfer.Destination.Value);
                Write(content, transfer.TargetAmount);
                Write(content, transfer.Rate);
                content.Write(IsRounded(first) ? transfer.Rounding.ToString() : null);
                break;
            case PlaceHold place:
                content.Write("place hold");
                WriteMoney(content, place);
                Write(content, place.ExpiresIn?.Ticks);
                break;
            case CaptureHold capture:
                content.Write("capture hold");
                Write(content, capture.Hold.Number);
                Write(content, capture.Amount);
                content.Write(capture.KeepOpen ? 1 : 0);
                WriteNotes(content, capture);
                break;
            case VoidHold release:
                content.Write("void hold");
                Write(content, release.Hold.Number);
                break;
            case Reverse reverse:
                content.Write("reverse");
                Write(content, reverse.Transaction.Sequence);
                content.Write(reverse.AllowOverdraft ? 1 : 0);
                WriteNotes(content, reverse);
                break;
            case FreezeWallet freeze:
                WriteState(content, "freeze", freeze);
                break;
            case UnfreezeWallet unfreeze:
                WriteState(content, "unfreeze", unfreeze);
                break;
            case CloseWallet close:
                WriteState(content, "close", close);
                break;
            case SetCreditLimit set:
                WriteState(content, "set credit limit", set);
                Write(content, set.Limit);
                break;
            case OpenWallet open:
                content.Write("open");
                content.Write(open.OwnerId);
                content.Write(open.Name);
                content.Write(open.Currency.Code);
                break;
            case ExpireHolds:
                content.Write("expire holds");
                break;
            default:
                throw new ArgumentException($"No content is defined for {command?.GetType().Name ?? "null"}.", nameof(command));
        }
    }

    private static bool IsRounded(CommandResult? first) =>
        first?.Transaction is { Links.Exchange: { Rate: { } rate, Rounding: not null } exchange } leg
        && !ExchangeRate.IsExact(leg.AmountMinorUnits, leg.Currency.Exponent, rate, exchange.CounterpartCurrency.Exponent);

    private static void WriteMoney(HashedContent content, MoneyCommand command)
    {
        Write(content, command.Amount);
        WriteNotes(content, command);
    }

    private static void WriteNotes(HashedContent content, PostingCommand command)
    {
        content.Write(command.Currency);
        content.Write(command.Reference);
        content.Write(command.Metadata.Count);
        foreach (var (key, value) in command.Metadata)
        {
            content.Write(key);
            content.Write(value);
        }
    }

    private static void WriteState(HashedContent content, string name, StateCommand command)
    {
        content.Write(name);
        content.Write(command.Reason);
    }

    private static void Write(HashedContent content, decimal? amount) =>
        content.Write(amount is { } value ? Number.WithoutTrailingZeros(value).ToString(CultureInfo.InvariantCulture) : null);

    private static void Write(HashedContent content, long? number) =>
        content.Write(number?.ToString(CultureInfo.InvariantCulture));
}
