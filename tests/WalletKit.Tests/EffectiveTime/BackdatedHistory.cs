using WalletKit.Commands;
using WalletKit.Stores;

namespace WalletKit.Tests.EffectiveTime;

/// <summary>A wallet with a random history, of which some is back-dated, and the plain answers to what can be asked about it.</summary>
internal sealed class BackdatedHistory(WalletId walletId, IReadOnlyList<WalletTransaction> whole)
{
    public WalletId WalletId => walletId;

    /// <summary>The transactions by effective time.</summary>
    public IReadOnlyList<WalletTransaction> Ordered { get; } = [.. whole.OrderBy(TimeOf).ThenBy(transaction => transaction.Version)];

    public static DateTimeOffset TimeOf(WalletTransaction transaction) => transaction.EffectiveAt ?? transaction.CreatedAt;

    /// <summary>The balance, with the transactions of that very time.</summary>
    public decimal BalanceAt(DateTimeOffset time) => whole.Where(transaction => TimeOf(transaction) <= time).Sum(transaction => transaction.Amount);

    public IEnumerable<WalletTransaction> Between(DateTimeOffset since, DateTimeOffset until) => Ordered.Where(transaction => TimeOf(transaction) >= since && TimeOf(transaction) < until);

    /// <summary>A time of some transaction, or one beside it.</summary>
    public DateTimeOffset RandomTime(Random random) => random.Next(12) switch
    {
        0 => DateTimeOffset.MinValue,
        1 => DateTimeOffset.MaxValue,
        _ => TimeOf(whole[random.Next(whole.Count)]).AddTicks(random.Next(-12, 13)),
    };

    public static async Task<BackdatedHistory> OpenAsync(TestWallets host, Random random, int count)
    {
        var token = TestContext.Current.CancellationToken;
        var wallet = (await host.OpenWithAsync(1_000m)).Id;
        var other = (await host.Wallets.OpenAsync("other", "USD", cancellationToken: token)).Wallet.Id;
        for (var i = 0; i < count; i++)
        {
            // The clock often stands still, or goes on by less than stored times show, and value dates often are equal.
            host.Time.Advance(TimeSpan.FromTicks(random.Next(4) == 0 ? 0 : random.Next(40)));
            DateTimeOffset? effective = random.Next(3) == 0 ? null : host.Time.GetUtcNow() - random.Next(3) switch
            {
                0 => TimeSpan.FromTicks(random.Next(200)),
                1 => TimeSpan.FromDays(random.Next(5)),
                _ => TimeSpan.Zero,
            };
            var reference = random.Next(3) == 0 ? null : $"{(char)('a' + random.Next(3))}";
            KeyedCommand command = random.Next(5) switch
            {
                0 => new Deposit(wallet, 1m) { Reference = reference, Account = random.Next(2) == 0 ? "bank" : null },
                1 => new Withdraw(wallet, 1m) { Reference = reference, Actor = random.Next(2) == 0 ? "clerk" : "other" },
                2 => new Transfer(wallet, other, 1m) { Reference = reference },
                3 => new SetCreditLimit(wallet, i),
                _ => new Reverse(new(wallet, random.Next(1, i + 2))) { Reference = reference },
            };
            await host.Store.CommitAsync(new CommandBatch(command with { EffectiveAt = effective }), token);
        }

        return new(wallet, await host.Wallets.StreamTransactionsAsync(wallet, HistoryOrder.OldestFirst, cancellationToken: token).ToListAsync(token));
    }
}
