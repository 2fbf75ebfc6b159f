using System.Collections.Immutable;
using WalletKit.Rules;
using WalletKit.Stores;
using WalletKit.Testing.Model.Answers;

namespace WalletKit.Testing.Model.Bookkeeping;

/// <summary>Does batches, each as a whole or not at all.</summary>
internal static class Batches
{
    private const int AsAWhole = -1;

    /// <returns>The answer that a store must give, and the books after the batch, which are the same where the batch is refused.</returns>
    public static (BatchResult Result, Books Books) Do(this Books books, CommandBatch batch, DateTimeOffset now)
    {
        var at = AsAWhole;
        try
        {
            var bookkeeper = new Bookkeeper(books, now);
            var results = Answer(books, batch, ref at) ?? DoAll(bookkeeper, batch, ref at);
            return (BatchResult.Committed(results), bookkeeper.Books);
        }
        catch (WalletRefusedException refusal)
        {
            return (BatchResult.Refused(at, refusal), books);
        }
    }

    private static ImmutableArray<CommandResult>? Answer(Books books, CommandBatch batch, ref int at)
    {
        CheckForm(batch, ref at);
        if (batch.IdempotencyKey is { } key && books.Keys.TryGetValue((batch[0].WalletId, key), out var first))
        {
            return first.Answer(books, batch[0].WalletId, KeyUse.Of(batch, []));
        }

        foreach (var (walletId, expected) in batch.ExpectedVersions)
        {
            var actual = books.Find(walletId)?.Version ?? 0;
            if (actual != expected)
            {
                throw new ConcurrencyConflictException(walletId, expected, actual);
            }
        }

        return null;
    }

    private static ImmutableArray<CommandResult> DoAll(Bookkeeper bookkeeper, CommandBatch batch, ref int at)
    {
        var results = new List<CommandResult>();
        for (at = 0; at < batch.Count; at++)
        {
            results.Add(bookkeeper.Do(batch[at]));
        }

        if (batch.IdempotencyKey is { } key)
        {
            bookkeeper.Keep(batch[0].WalletId, key, KeyUse.Of(batch, [.. results]));
        }

        return [.. results];
    }

    private static void CheckForm(CommandBatch batch, ref int at)
    {
        Form.CheckKey(batch.IdempotencyKey);
        for (at = 0; at < batch.Count; at++)
        {
            Form.Check(batch[at]);
        }

        at = AsAWhole;
        if (batch.IdempotencyKey is { } key
            && (batch[0] is OpenWallet || batch.Any(command => command is RebateCommand) || batch.Any(command => command is KeyedCommand keyed && keyed.IdempotencyKey == key && keyed.WalletId == batch[0].WalletId)))
        {
            throw new InvalidInputException("idempotencyKey", key, "cannot be the key of this batch");
        }
    }
}
