using WalletKit.Rules;
using WalletKit.Stores;

namespace WalletKit.PostgreSql.Writing;

/// <summary>The rows to load into memory, so that the rules can read them without waiting.</summary>
internal sealed class StateNeeds
{
    /// <summary>Wallets, which are locked as they are read.</summary>
    public HashSet<WalletId> Wallets { get; } = [];

    /// <summary>Wallets by owner and name, of which only the id is found out.</summary>
    public HashSet<(string OwnerId, string Name)> Names { get; } = [];

    /// <summary>Owners, of whom nobody else may open a wallet meanwhile, and how many of their wallets are counted at most.</summary>
    public Dictionary<string, int> Owners { get; } = new(StringComparer.Ordinal);

    /// <summary>Keys by their plain hashes.</summary>
    public HashSet<(WalletId WalletId, Sha256Hash Plain)> Keys { get; } = [];

    public HashSet<TransactionId> Transactions { get; } = [];

    public HashSet<TransactionId> Reversals { get; } = [];

    /// <summary>Rebates, which are locked as they are read.</summary>
    public HashSet<TransactionId> Rebates { get; } = [];

    public HashSet<HoldId> Holds { get; } = [];

    public HashSet<(WalletId WalletId, long Version)> Events { get; } = [];

    public HashSet<ExpiredSum> Expired { get; } = [];

    public HashSet<HoldsAfter> Expiring { get; } = [];

    public HashSet<EndedHolds> Ended { get; } = [];

    public bool IsEmpty =>
        Wallets.Count == 0 && Names.Count == 0 && Owners.Count == 0 && Keys.Count == 0 && Transactions.Count == 0 && Reversals.Count == 0 && Rebates.Count == 0
        && Holds.Count == 0 && Events.Count == 0 && Expired.Count == 0 && Expiring.Count == 0 && Ended.Count == 0;

    /// <summary>Adds all the rows that the commands name. The rules ask for any other row when they meet it.</summary>
    public void Add(CommandBatch batch)
    {
        AddKey(batch[0].WalletId, batch.IdempotencyKey);
        foreach (var (walletId, _) in batch.ExpectedVersions)
        {
            Wallets.Add(walletId);
        }

        for (var i = 0; i < batch.Count; i++)
        {
            Add(batch[i]);
        }
    }

    /// <summary>Adds all that others need.</summary>
    public void Add(StateNeeds needs)
    {
        Wallets.UnionWith(needs.Wallets);
        Names.UnionWith(needs.Names);
        Keys.UnionWith(needs.Keys);
        Transactions.UnionWith(needs.Transactions);
        Reversals.UnionWith(needs.Reversals);
        Rebates.UnionWith(needs.Rebates);
        Holds.UnionWith(needs.Holds);
        Events.UnionWith(needs.Events);
        Expired.UnionWith(needs.Expired);
        Expiring.UnionWith(needs.Expiring);
        Ended.UnionWith(needs.Ended);
        foreach (var (ownerId, limit) in needs.Owners)
        {
            Owners[ownerId] = Math.Max(limit, Owners.GetValueOrDefault(ownerId));
        }
    }

    /// <summary>Adds what a key stands for.</summary>
    public void Add(BookReference reference)
    {
        switch (reference.Kind)
        {
            case BookReferenceKind.Transaction:
                Transactions.Add(new TransactionId(reference.WalletId, reference.Number));
                break;
            case BookReferenceKind.Hold:
                Holds.Add(new HoldId(reference.WalletId, reference.Number));
                break;
            default:
                Events.Add((reference.WalletId, reference.Number));
                break;
        }
    }

    public void Clear()
    {
        Wallets.Clear();
        Names.Clear();
        Owners.Clear();
        Keys.Clear();
        Transactions.Clear();
        Reversals.Clear();
        Rebates.Clear();
        Holds.Clear();
        Events.Clear();
        Expired.Clear();
        Expiring.Clear();
        Ended.Clear();
    }

    private void Add(WalletCommand command)
    {
        Wallets.Add(command.WalletId);
        if (command is KeyedCommand keyed)
        {
            AddKey(command.WalletId, keyed.IdempotencyKey);
        }

        switch (command)
        {
            case OpenWallet open when Text.CanBeKept(open.OwnerId) && Text.CanBeKept(open.Name):
                Names.Add((open.OwnerId, open.Name));
                break;
            case Transfer transfer:
                Wallets.Add(transfer.Destination);
                break;
            case CaptureHold capture:
                Holds.Add(capture.Hold);
                break;
            case VoidHold release:
                Holds.Add(release.Hold);
                break;
            case Reverse reverse:
                Transactions.Add(reverse.Transaction);
                Reversals.Add(reverse.Transaction);
                Rebates.Add(reverse.Transaction);
                break;
            case RebateCommand rebate:
                Rebates.Add(rebate.Deposit);
                break;
        }
    }

    private void AddKey(WalletId walletId, string? key)
    {
        // A rule refuses malformed text before it asks for the key.
        if (key is not null && Text.CanBeKept(key))
        {
            Keys.Add((walletId, KeyHash.PlainOf(key)));
        }
    }
}
