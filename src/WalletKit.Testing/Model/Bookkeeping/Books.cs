using System.Collections.Immutable;
using System.Numerics;
using WalletKit.Rules;
using WalletKit.Testing.Model.Answers;

namespace WalletKit.Testing.Model.Bookkeeping;

/// <summary>The whole content of a store as plain lists. Immutable, so that a step can be tried and dropped.</summary>
internal sealed record Books
{
    public static Books Empty { get; } = new();

    public ImmutableDictionary<WalletId, Account> Accounts { get; init; } = ImmutableDictionary<WalletId, Account>.Empty;

    public ImmutableDictionary<(WalletId WalletId, string Key), KeyUse> Keys { get; init; } = ImmutableDictionary<(WalletId, string), KeyUse>.Empty;

    /// <summary>The rebates in the order in which they were earned.</summary>
    public ImmutableList<Rebate> Rebates { get; init; } = [];

    public Account? Find(WalletId walletId) => Accounts.GetValueOrDefault(walletId);

    public Account? Find(string ownerId, string name) =>
        Accounts.Values.SingleOrDefault(account => account.Opening.OwnerId == ownerId && account.Opening.Name == name);

    public WalletTransaction? Find(TransactionId id) => Find(id.WalletId)?.Transactions.Find(transaction => transaction.Version == id.Version);

    public Hold? Find(HoldId id) => Find(id.WalletId)?.Holds.Find(hold => hold.Id == id);

    public Rebate? FindRebate(TransactionId deposit) => Rebates.Find(rebate => rebate.Deposit == deposit);

    public WalletTransaction? FindReversal(TransactionId id) => Find(id.WalletId)?.Transactions.Find(transaction => transaction.Links.ReversalOf == id.Version);

    /// <summary>The sums of all transactions, by currency and account.</summary>
    public IEnumerable<(Currency Currency, string? Account, BigInteger Total)> Totals() =>
        from account in Accounts.Values
        from transaction in account.Transactions
        group transaction by (transaction.Currency, transaction.Account) into named
        select (named.Key.Currency, named.Key.Account, named.Aggregate(BigInteger.Zero, static (sum, transaction) => sum + transaction.AmountMinorUnits));

    public Books With(Account account) => this with { Accounts = Accounts.SetItem(account.Id, account) };

    public Books With(Rebate rebate)
    {
        var index = Rebates.FindIndex(standing => standing.Deposit == rebate.Deposit);
        return this with { Rebates = index < 0 ? Rebates.Add(rebate) : Rebates.SetItem(index, rebate) };
    }
}
