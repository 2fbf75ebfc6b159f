using System.Globalization;
using System.Numerics;
using WalletKit.Commands;
using WalletKit.Rules;
using WalletKit.Stores;
using WalletKit.Testing.Model.Answers;
using WalletKit.Testing.Model.Bookkeeping;
using WalletKit.Testing.Model.Steps;

namespace WalletKit.Testing.Model.Running;

/// <summary>Reads all data of the wallets of a scene from a store, and compares it with the books.</summary>
internal sealed class Reading(IWalletStore store, Books books, Scene scene, DateTimeOffset now)
{
    private const int Many = 1_000;
    private const string None = "none";

    private readonly WalletId[] _ids = [.. Enumerable.Range(0, Scene.Nobody + 1).Select(scene.Id)];

    public async Task<Difference?> CompareAsync(CancellationToken cancellationToken)
    {
        await foreach (var difference in AllAsync(cancellationToken).ConfigureAwait(false))
        {
            if (difference is not null)
            {
                return difference;
            }
        }

        return null;
    }

    private async IAsyncEnumerable<Difference?> AllAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var wallet = 0; wallet <= Scene.Nobody; wallet++)
        {
            var name = Scene.Name(wallet);
            var owner = scene.Owner(wallet);
            var found = await store.FindWalletByNameAsync(owner, name, cancellationToken).ConfigureAwait(false);
            yield return Same($"wallet {name} of {owner}", TextOf(books.Find(owner, name)), TextOf(found));

            var id = scene.Id(wallet);
            yield return Same($"wallet {id}", TextOf(books.Find(id)), TextOf(await store.FindWalletAsync(id, cancellationToken).ConfigureAwait(false)));
            if (books.Find(id) is { } account)
            {
                yield return await OfAccountAsync(account, cancellationToken).ConfigureAwait(false);
                yield return await HistoryAsync(account, cancellationToken).ConfigureAwait(false);
                yield return await BackdatedAsync(account, cancellationToken).ConfigureAwait(false);
                yield return await HoldsAsync(account, cancellationToken).ConfigureAwait(false);
            }
        }

        foreach (var owner in Enumerable.Range(0, Scene.Nobody + 1).Select(scene.Owner).Distinct())
        {
            var owned = await store.ListWalletsAsync(owner, null, Many, cancellationToken).ConfigureAwait(false);
            var expected = books.Accounts.Values.Where(account => account.Opening.OwnerId == owner).OrderBy(account => account.Opening.Name, StringComparer.Ordinal);
            yield return Same($"wallets of {owner}", Answer.Of(expected.Select(account => account.ToWallet(now))), Answer.Of(owned));
        }

        var latest = await store.ReadLatestAsync(_ids, cancellationToken).ConfigureAwait(false);
        var standing = _ids.Select(books.Find).OfType<Account>().Select(account => account.ToWallet(now));
        yield return Same("latest wallets", Answer.Of(standing), Answer.Of(latest.OrderBy(wallet => Array.IndexOf(_ids, wallet.Id))));
        yield return store.Features.HasFlag(StoreFeatures.Rebates) ? await RebatesAsync(cancellationToken).ConfigureAwait(false) : null;
        yield return await ExpiringAsync(cancellationToken).ConfigureAwait(false);
        yield return store.Features.HasFlag(StoreFeatures.Totals) ? await TotalsAsync(cancellationToken).ConfigureAwait(false) : null;
    }

    private async Task<Difference?> OfAccountAsync(Account account, CancellationToken cancellationToken)
    {
        var events = await store.ListEventsAsync(account.Id, 0, Many, cancellationToken).ConfigureAwait(false);
        return Same($"events of {account.Id}", Lines(account.Events, NounText.Of), Lines(events, NounText.Of));
    }

    private async Task<Difference?> HistoryAsync(Account account, CancellationToken cancellationToken)
    {
        var all = await store.ListTransactionsAsync(new HistoryRange(account.Id, HistoryOrder.OldestFirst, null, Many), cancellationToken).ConfigureAwait(false);
        var after = account.Version / 2 + 1;
        var page = await store.ListTransactionsAsync(new HistoryRange(account.Id, HistoryOrder.NewestFirst, after, 3), cancellationToken).ConfigureAwait(false);
        var wanted = new HistoryRange(account.Id, HistoryOrder.NewestFirst, null, Many) { Types = [TransactionType.Deposit, TransactionType.Withdrawal], Reference = "order 7" };
        var filtered = await store.ListTransactionsAsync(wanted, cancellationToken).ConfigureAwait(false);
        var newest = await store.FindTransactionAsync(new TransactionId(account.Id, account.Transactions.LastOrDefault()?.Version ?? 0), cancellationToken).ConfigureAwait(false);
        var asOf = await store.FindTransactionAsOfAsync(account.Id, now, cancellationToken).ConfigureAwait(false);
        return Same($"history of {account.Id}", Lines(account.Transactions, NounText.Of), Lines(all, NounText.Of))
            ?? Same($"page of {account.Id} before {after}", Lines(account.Transactions.Where(one => one.Version < after).Reverse().Take(3), NounText.Of), Lines(page, NounText.Of))
            ?? Same($"filtered history of {account.Id}", Lines(account.Transactions.Where(IsWanted).Reverse(), NounText.Of), Lines(filtered, NounText.Of))
            ?? Same($"newest transaction of {account.Id}", Lines(account.Transactions.TakeLast(1), NounText.Of), newest is null ? "" : NounText.Of(newest))
            ?? Same(
                $"newest transaction of {account.Id} as of now",
                Lines(account.Transactions.Where(one => account.RecordedAt(one) <= now).TakeLast(1), NounText.Of),
                asOf.Transaction is null ? "" : NounText.Of(asOf.Transaction));
    }

    private async Task<Difference?> BackdatedAsync(Account account, CancellationToken cancellationToken)
    {
        var backdated = account.Transactions.Where(one => one.EffectiveAt is not null).OrderBy(one => one.EffectiveAt).ThenBy(one => one.Version).ToList();
        var listed = await store.ListBackdatedAsync(new BackdatedRange(account.Id, HistoryOrder.OldestFirst, null, Many), cancellationToken).ConfigureAwait(false);

        // The sum at the value date in the middle, among the transactions after the first version.
        var time = backdated.Count == 0 ? now : backdated[backdated.Count / 2].EffectiveAt!.Value;
        var summed = backdated.Where(one => one.EffectiveAt <= time && one.Version > 2).ToList();
        var sum = await store.SumBackdatedAsync(account.Id, time, 2, account.Version, cancellationToken).ConfigureAwait(false);
        return Same($"back-dated transactions of {account.Id}", Lines(backdated, NounText.Of), Lines(listed, NounText.Of))
            ?? Same(
                $"sum of the back-dated transactions of {account.Id} at {time:O}",
                $"{Answer.Text(summed.Count)}: {summed.Aggregate(Int128.Zero, (total, one) => total + one.AmountMinorUnits):D}",
                $"{Answer.Text(sum.Count)}: {sum.MinorUnits:D}");
    }

    private static bool IsWanted(WalletTransaction transaction) =>
        transaction is { Type: TransactionType.Deposit or TransactionType.Withdrawal, Reference: "order 7" };

    private async Task<Difference?> HoldsAsync(Account account, CancellationToken cancellationToken)
    {
        var seen = account.Holds.ConvertAll(hold => hold with { Status = account.StatusAt(hold, now) });
        var open = await store.ListOpenHoldsAsync(account.Id, 0, Many, cancellationToken).ConfigureAwait(false);
        var difference = Same($"open holds of {account.Id}", Lines(seen.Where(hold => hold.Status == HoldStatus.Open), NounText.Of), Lines(open, NounText.Of));
        foreach (var hold in seen)
        {
            var found = await store.FindHoldAsync(hold.Id, cancellationToken).ConfigureAwait(false);
            difference ??= Same($"hold {hold.Id}", NounText.Of(hold), found is null ? None : NounText.Of(found));
        }

        return difference;
    }

    private async Task<Difference?> RebatesAsync(CancellationToken cancellationToken)
    {
        // The rebates of earlier sequences on the store come before, and were compared at the ends of those sequences.
        var after = books.Rebates.FindLast(rebate => !_ids.Contains(rebate.Deposit.WalletId))?.Deposit;
        var mine = books.Rebates.FindAll(rebate => _ids.Contains(rebate.Deposit.WalletId));
        foreach (var status in Enum.GetValues<RebateStatus>())
        {
            var listed = await store.Rebates.ListAsync(status, after, Many, cancellationToken).ConfigureAwait(false);
            var count = await store.Rebates.CountAsync(status, cancellationToken).ConfigureAwait(false);
            var difference = Same($"rebates {status}", Lines(mine.Where(rebate => rebate.Status == status), NounText.Of), Lines(listed, NounText.Of))
                ?? Same($"count of rebates {status}", Answer.Text(books.Rebates.Count(rebate => rebate.Status == status)), Answer.Text(count));
            if (difference is not null)
            {
                return difference;
            }
        }

        var pending = books.Rebates.FindAll(rebate => rebate.Status == RebateStatus.Pending).ConvertAll(rebate => (DateTimeOffset?)books.Find(rebate.Deposit)!.CreatedAt);
        var oldest = await store.Rebates.FindOldestPendingAsync(cancellationToken).ConfigureAwait(false);
        return Same("oldest pending rebate", $"{pending.FirstOrDefault():O}", $"{oldest?.ToUniversalTime():O}");
    }

    // Wallets whose holds expire at the same time come in any order.
    private async Task<Difference?> ExpiringAsync(CancellationToken cancellationToken)
    {
        var listed = await store.ListExpiringWalletsAsync(Many * Many, cancellationToken).ConfigureAwait(false);
        var expected = books.Accounts.Values.Where(account => account.Holds.Exists(hold => hold.Status == HoldStatus.Open && account.StatusAt(hold, now) == HoldStatus.Expired));
        return Same("wallets with an expiry to record", Ids(expected.Select(account => account.Id)), Ids(listed));
    }

    private async Task<Difference?> TotalsAsync(CancellationToken cancellationToken)
    {
        var totals = await store.ReadTotalsAsync(null, cancellationToken).ConfigureAwait(false);
        var sums = totals?.Sums.Select(static sum => (sum.Currency, sum.Account, (BigInteger)sum.MinorUnits)) ?? [];
        return Same("totals", Sorted(books.Totals()), Sorted(sums));
    }

    private static string Sorted(IEnumerable<(Currency Currency, string? Account, BigInteger Total)> sums) => string.Join('\n', sums
        .Select(static sum => string.Create(CultureInfo.InvariantCulture, $"{sum.Currency.Code}/{sum.Currency.Exponent} {sum.Account ?? "transfers"} {sum.Total}"))
        .Order(StringComparer.Ordinal));

    private static string Ids(IEnumerable<WalletId> ids) => string.Join(' ', ids.Order());

    private string TextOf(Account? account) => TextOf(account?.ToWallet(now));

    private static string TextOf(Wallet? wallet) => wallet is null ? None : NounText.Of(wallet);

    private static string Lines<T>(IEnumerable<T> all, Func<T, string> text) => string.Join('\n', all.Select(text));

    private static Difference? Same(string what, string expected, string actual) => Difference.Between(what, expected, actual);
}
