using WalletKit.Commands;
using WalletKit.Stores;

namespace WalletKit.Tests.EffectiveTime;

/// <summary>A wallet with a random history, of which some is back-dated, and some was recorded before its time was corrected, and the plain answers to what can be asked about it.</summary>
internal sealed class BackdatedHistory
{
    private readonly IReadOnlyList<WalletTransaction> _whole;
    private readonly IReadOnlyList<WalletEvent> _corrections;

    private BackdatedHistory(WalletId walletId, IReadOnlyList<WalletTransaction> whole, IReadOnlyList<WalletEvent> corrections)
    {
        (WalletId, _whole, _corrections) = (walletId, whole, corrections);
        Ordered = [.. whole.OrderBy(TimeOf).ThenBy(transaction => transaction.Version)];
    }

    public WalletId WalletId { get; }

    /// <summary>The transactions by effective time.</summary>
    public IReadOnlyList<WalletTransaction> Ordered { get; }

    /// <summary>The value date; without one the time of recording, or that of a later correction, whichever is earliest.</summary>
    public DateTimeOffset TimeOf(WalletTransaction transaction) =>
        transaction.EffectiveAt ?? _corrections.Where(correction => correction.Version > transaction.Version).Select(correction => correction.CreatedAt).Append(transaction.CreatedAt).Min();

    /// <summary>The balance, with the transactions of that very time.</summary>
    public decimal BalanceAt(DateTimeOffset time) => _whole.Where(transaction => TimeOf(transaction) <= time).Sum(transaction => transaction.Amount);

    public IEnumerable<WalletTransaction> Between(DateTimeOffset since, DateTimeOffset until) => Ordered.Where(transaction => TimeOf(transaction) >= since && TimeOf(transaction) < until);

    /// <summary>A time of some transaction, or one beside it.</summary>
    public DateTimeOffset RandomTime(Random random) => random.Next(12) switch
    {
        0 => DateTimeOffset.MinValue,
        1 => DateTimeOffset.MaxValue,
        _ => TimeOf(_whole[random.Next(_whole.Count)]).AddTicks(random.Next(-12, 13)),
    };

    public static async Task<BackdatedHistory> OpenAsync(TestWallets host, Random random, int count)
    {
        var token = TestContext.Current.CancellationToken;
        var wallet = (await host.OpenWithAsync(1_000m)).Id;
        var other = (await host.Wallets.OpenAsync("other", "USD", cancellationToken: token)).Wallet.Id;
        List<WalletEvent> corrections = [];
        for (var i = 0; i < count; i++)
        {
            if (random.Next(12) == 0)
            {
                host.Time.AdjustTime(host.Time.GetUtcNow().AddTicks(-random.Next(400)));
            }

            // The clock often stands still, or goes on by less than stored times show, and value dates often are equal.
            host.Time.Advance(TimeSpan.FromTicks(random.Next(4) == 0 ? 0 : random.Next(40)));
            DateTimeOffset? effective = random.Next(3) == 0 ? null : host.Time.GetUtcNow() - random.Next(3) switch
            {
                0 => TimeSpan.FromTicks(random.Next(200)),
                1 => TimeSpan.FromDays(random.Next(5)),
                _ => TimeSpan.Zero,
            };
            var reference = random.Next(3) == 0 ? null : $"{(char)('a' + random.Next(3))}";
            KeyedCommand command = random.Next(6) switch
            {
                0 => new Deposit(wallet, 1m) { Reference = reference, Account = random.Next(2) == 0 ? "bank" : null },
                1 => new Withdraw(wallet, 1m) { Reference = reference, Actor = random.Next(2) == 0 ? "clerk" : "other" },
                2 => new Transfer(wallet, other, 1m) { Reference = reference },
                3 => new SetCreditLimit(wallet, i),
                4 => new CorrectTime(wallet),
                _ => new Reverse(new(wallet, random.Next(1, i + 2))) { Reference = reference },
            };
            var done = await host.Store.CommitAsync(new CommandBatch(command with { EffectiveAt = effective }), token);
            corrections.AddRange(done.Results.Select(result => result.Event).OfType<WalletEvent>().Where(happened => happened.Type == WalletEventType.TimeCorrected));
        }

        return new(wallet, await host.Wallets.StreamTransactionsAsync(wallet, HistoryOrder.OldestFirst, cancellationToken: token).ToListAsync(token), corrections);
    }
}
