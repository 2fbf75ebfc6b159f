using System.Collections.Immutable;
using WalletKit.Model.Money;
using WalletKit.Stores;
using WalletKit.Testing.Model.Answers;

namespace WalletKit.Testing.Model.Bookkeeping;

/// <summary>The use of an idempotency key, and its results.</summary>
/// <param name="IsBatch">Whether the key is the key of a batch as a whole.</param>
/// <param name="Commands">The commands, each without the values that are not part of its content.</param>
/// <param name="Results">The first results.</param>
internal sealed record KeyUse(bool IsBatch, ImmutableArray<WalletCommand> Commands, ImmutableArray<CommandResult> Results)
{
    public static KeyUse Of(WalletCommand command, params ImmutableArray<CommandResult> results) => new(false, [Content(command)], results);

    public static KeyUse Of(CommandBatch batch, ImmutableArray<CommandResult> results) => new(true, [.. batch.Select(Content)], results);

    /// <summary>The first results, for a repetition.</summary>
    /// <param name="books">The books now.</param>
    /// <param name="walletId">The wallet to which the key belongs.</param>
    /// <param name="again">The second use of the key.</param>
    /// <exception cref="IdempotencyConflictException">The second use has other content.</exception>
    public ImmutableArray<CommandResult> Answer(Books books, WalletId walletId, KeyUse again)
    {
        if (IsBatch != again.IsBatch || !Commands.Select(Settled).SequenceEqual(again.Commands.Select(Settled)))
        {
            throw new IdempotencyConflictException(walletId, Results.SelectMany(result => result.Transactions).FirstOrDefault(transaction => transaction.WalletId == walletId)?.Id);
        }

        return [.. Results.Select(first => Erasing.In(books, first)).Select(first => new CommandResult { Replayed = true, Transactions = first.Transactions, Hold = first.Hold, HoldVersion = first.HoldVersion, Event = first.Event })];
    }

    // The rounding mode is not part of the content where nothing was rounded.
    private WalletCommand Settled(WalletCommand command, int at) =>
        command is Transfer transfer && !(at < Results.Length && Amounts.IsRounded(Results[at])) ? transfer with { Rounding = default } : command;

    // Commands are records, and decimals of one value are equal whatever their trailing zeros, so the comparison of records does the rest.
    private static WalletCommand Content(WalletCommand command)
    {
        var content = command is KeyedCommand keyed ? keyed with { ExpectedVersion = null, Actor = null } : command;
        return content switch
        {
            Deposit deposit => deposit with { RebateTerms = null },
            Transfer transfer => transfer with { QuotedRate = null, OwnerTerms = null },
            OpenWallet open => open with { Secrets = new WalletSecrets(default, default) },
            EraseWallet erase => erase with { TextSecret = default },
            PlaceHold place => place with { MaxOpenHolds = default },
            _ => content,
        };
    }
}
