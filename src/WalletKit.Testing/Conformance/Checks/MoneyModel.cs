using WalletKit.Rules;
using WalletKit.Stores;
using WalletKit.Testing.Model.Bookkeeping;

namespace WalletKit.Testing.Conformance.Checks;

/// <summary>A model of wallets in one currency: a list of entries for each, and the commands done under each key.</summary>
internal sealed class MoneyModel
{
    private readonly Dictionary<(WalletId, string), (CommandBatch Batch, List<TransactionId> Recorded)> _keys = [];

    public Dictionary<WalletId, List<Entry>> Books { get; private set; } = [];

    public void Open(WalletId walletId) => Books[walletId] = [];

    public CommandBatch RandomBatch(Random random)
    {
        if (_keys.Count > 0 && random.Next(8) == 0)
        {
            return _keys.Values.ElementAt(random.Next(_keys.Count)).Batch;
        }

        var commands = Enumerable.Range(0, random.Next(1, 5)).Select(_ => RandomCommand(random, [.. Books.Keys])).ToArray();
        return new CommandBatch([.. commands]) { IdempotencyKey = random.Next(3) == 0 ? $"key {random.Next()}" : null };
    }

    /// <returns>Whether the batch was done before, the transactions that it records, and the place of the refused command; null where none is refused.</returns>
    public (bool IsReplay, List<TransactionId> Recorded, int? Refused) Apply(CommandBatch batch)
    {
        if (batch.IdempotencyKey is { } known && _keys.TryGetValue((batch[0].WalletId, known), out var first))
        {
            return (true, first.Recorded, null);
        }

        var standing = Books;
        Books = standing.ToDictionary(pair => pair.Key, pair => pair.Value.ToList());
        var recorded = new List<TransactionId>();
        for (var i = 0; i < batch.Count; i++)
        {
            if (!TryApply(batch[i], recorded))
            {
                Books = standing;
                return (false, [], i);
            }
        }

        if (batch.IdempotencyKey is { } key)
        {
            _keys[(batch[0].WalletId, key)] = (batch, recorded);
        }

        return (false, recorded, null);
    }

    private static WalletCommand RandomCommand(Random random, WalletId[] wallets)
    {
        random.Shuffle(wallets);
        var amount = random.Next(1, 1_000) / 100m;
        return random.Next(6) switch
        {
            0 or 1 => new Deposit(wallets[0], amount),
            2 => new Withdraw(wallets[0], amount),
            3 or 4 => new Transfer(wallets[0], wallets[1], amount),
            _ => new Reverse(new TransactionId(wallets[0], random.Next(1, 60))),
        };
    }

    private bool TryApply(WalletCommand command, List<TransactionId> recorded) => command switch
    {
        Deposit deposit => TryBook(recorded, (deposit.WalletId, (long)(deposit.Amount * 100), null)),
        Withdraw withdraw => TryBook(recorded, (withdraw.WalletId, -(long)(withdraw.Amount * 100), null)),
        Transfer transfer => TryBook(
            recorded, (transfer.WalletId, -(long)(transfer.Amount * 100), null), (transfer.Destination, (long)(transfer.Amount * 100), null)),
        Reverse reverse => TryReverse(reverse.Transaction, recorded),
        _ => throw new ArgumentOutOfRangeException(nameof(command)),
    };

    private bool TryReverse(TransactionId id, List<TransactionId> recorded)
    {
        var book = Books[id.WalletId];
        if ((id.Version - 1) > book.Count || book[(int)(id.Version - 1) - 1] is not { ReversalOf: null } entry || book.Exists(other => other.ReversalOf == (id.Version - 1)))
        {
            return false;
        }

        return entry.Counterpart is { } other
            ? TryBook(recorded, (id.WalletId, -entry.Amount, (id.Version - 1)), (other.WalletId, entry.Amount, (other.Version - 1)))
            : TryBook(recorded, (id.WalletId, -entry.Amount, (id.Version - 1)));
    }

    private bool TryBook(List<TransactionId> recorded, params (WalletId WalletId, long Amount, long? ReversalOf)[] entries)
    {
        if (entries.Any(entry => entry.Amount < 0 && Books[entry.WalletId].Sum(each => each.Amount) + entry.Amount < 0))
        {
            return false;
        }

        TransactionId[] ids = [.. entries.Select(entry => new TransactionId(entry.WalletId, Books[entry.WalletId].Count + 2))];
        for (var i = 0; i < entries.Length; i++)
        {
            Books[entries[i].WalletId].Add(new Entry(entries[i].Amount, ids.Length == 2 ? ids[1 - i] : null, entries[i].ReversalOf));
        }

        recorded.AddRange(ids);
        return true;
    }

    public sealed record Entry(long Amount, TransactionId? Counterpart, long? ReversalOf);
}
