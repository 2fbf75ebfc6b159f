using System.Collections.Immutable;
using System.Runtime.InteropServices;
using WalletKit.Stores;

namespace WalletKit.Storage.Totals;

/// <summary>Sums transactions by currency and account.</summary>
internal sealed class TransactionSums
{
    private readonly Dictionary<(Currency Currency, string? Account), Int128> _sums = [];

    public void Add(WalletTransaction transaction) => Add(transaction.Currency, transaction.Account, transaction.AmountMinorUnits);

    /// <summary>Adds an amount, in minor units.</summary>
    public void Add(Currency currency, string? account, Int128 amount) =>
        CollectionsMarshal.GetValueRefOrAddDefault(_sums, (currency, account), out _) += amount;

    public void Clear() => _sums.Clear();

    public ImmutableArray<TransactionSum> ToSums() => [.. _sums.Select(static sum => new TransactionSum(sum.Key.Currency, sum.Key.Account, sum.Value))];

    /// <summary>Returns the sums that two sums do not agree on, each with both values; null stands for a missing one.</summary>
    public IEnumerable<(Currency Currency, string? Account, Int128? Here, Int128? There)> Differences(TransactionSums other) =>
        from key in _sums.Keys.Union(other._sums.Keys)
        let here = _sums.TryGetValue(key, out var own) ? own : (Int128?)null
        let there = other._sums.TryGetValue(key, out var others) ? others : (Int128?)null
        where here != there
        orderby key.Currency.Code, key.Currency.Exponent, key.Account
        select (key.Currency, key.Account, here, there);
}
