using System.Collections.Immutable;
using WalletKit.Model.Money;
using WalletKit.Stores;
using WalletKit.Testing.Model.Answers;

namespace WalletKit.Testing.Model.Bookkeeping;

/// <summary>What an idempotency key was used for, and what came of it.</summary>
/// <param name="IsBatch">Whether it is the key of a batch as a whole.</param>
/// <param name="Commands">What was asked for, each command without what is no content.</param>
/// <param name="Results">The first results.</param>
internal sealed record KeyUse(bool IsBatch, ImmutableArray<WalletCommand> Commands, ImmutableArray<CommandResult> Results)
{
    public static KeyUse Of(WalletCommand command, params ImmutableArray<CommandResult> results) => new(false, [Content(command)], results);

    public static KeyUse Of(CommandBatch batch, ImmutableArray<CommandResult> results) => new(true, [.. batch.Select(Content)], results);

    /// <summary>The first results, for a repetition.</summary>
    /// <param name="walletId">Whose key it is.</param>
    /// <param name="again">What is asked for now, under the same key.</param>
    /// <exception cref="IdempotencyConflictException">It is something else.</exception>
    public ImmutableArray<CommandResult> Answer(WalletId walletId, KeyUse again)
    {
        if (IsBatch != again.IsBatch || !Commands.Select(Settled).SequenceEqual(again.Commands.Select(Settled)))
        {
            throw new IdempotencyConflictException(walletId, Results.SelectMany(result => result.Transactions).FirstOrDefault(transaction => transaction.WalletId == walletId)?.Id);
        }

        return [.. Results.Select(first => new CommandResult { Replayed = true, Transactions = first.Transactions, Hold = first.Hold, HoldVersion = first.HoldVersion, Event = first.Event })];
    }

    // A rounding by which nothing was rounded is no content.
    private WalletCommand Settled(WalletCommand command, int at) =>
        command is Transfer transfer && !(at < Results.Length && Amounts.IsRounded(Results[at])) ? transfer with { Rounding = default } : command;

    // Commands are records, and decimals of one value are equal whatever their trailing zeros, so the rest is what records compare.
    private static WalletCommand Content(WalletCommand command)
    {
        var content = command is KeyedCommand keyed ? keyed with { ExpectedVersion = null } : command;
        return content switch
        {
            Deposit deposit => deposit with { RebateTerms = null },
            Transfer transfer => transfer with { QuotedRate = null, OwnerTerms = null },
            PlaceHold place => place with { MaxOpenHolds = default },
            _ => content,
        };
    }
}
