using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using WalletKit.Testing.Tests.Stores;

namespace WalletKit.Testing.Tests.Importing;

/// <summary>Years of history are imported with their value dates, and each month's statement is then the one that the old system made.</summary>
[Slow]
public sealed class ImportedHistoryTests
{
    private const int Months = 72;

    private static readonly DateTimeOffset s_start = new(2019, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public Task In_memory_the_statements_of_imported_years_are_right() => RunAsync(new InMemorySubject());

    [Fact]
    public Task In_sqlite_the_statements_of_imported_years_are_right() => RunAsync(new SqliteSubject());

    [Fact]
    public Task In_postgresql_the_statements_of_imported_years_are_right() => RunAsync(new PostgreSqlSubject());

    private static async Task RunAsync(WalletStoreSubject subject)
    {
        await using var place = subject;
        Assert.SkipWhen(subject.SkipReason is not null, subject.SkipReason ?? "");
        var seed = Seed.OfCommands();
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 1, 15, 0, 0, 0, TimeSpan.Zero));
        await using var services = new ServiceCollection().AddSingleton<TimeProvider>(clock).AddWalletKit(wallets => wallets.UseStore(_ => subject.CreateStore(clock))).BuildServiceProvider();
        var wallets = services.GetRequiredService<IWalletService>();
        List<WalletId> ids = [];
        foreach (var owner in (string[])["one", "two", "three"])
        {
            ids.Add((await wallets.OpenAsync(owner, "EUR", cancellationToken: Token)).Wallet.Id);
        }

        var ledger = new Ledger(new Random(seed), ids, s_start, Months);
        await foreach (var result in wallets.ImportAsync(ledger.Commands.ToAsyncEnumerable(), cancellationToken: Token))
        {
            Assert.Null(result.Result.Refusal);
        }

        // Life goes on, and an old line that was forgotten comes late.
        clock.Advance(TimeSpan.FromDays(1));
        foreach (var id in ids)
        {
            await wallets.DepositAsync(id, 7m, new() { Reference = "present" }, Token);
            ledger.Add(id, clock.GetUtcNow(), 7m, "present");
            await wallets.WithdrawAsync(id, 1m, new() { Reference = "forgotten", EffectiveAt = s_start.AddMonths(3) }, Token);
            ledger.Add(id, s_start.AddMonths(3), -1m, "forgotten");
        }

        foreach (var id in ids)
        {
            for (var month = s_start.AddMonths(-1); month < clock.GetUtcNow().AddMonths(2); month = month.AddMonths(1))
            {
                await AssertStatementAsync(wallets, id, ledger, month, month.AddMonths(1), $"Seed {seed}, wallet {ids.IndexOf(id)}, {month:yyyy-MM}");
            }

            await AssertStatementAsync(wallets, id, ledger, DateTimeOffset.MinValue, DateTimeOffset.MaxValue, $"Seed {seed}, wallet {ids.IndexOf(id)}, whole");
        }
    }

    private static async Task AssertStatementAsync(IWalletService wallets, WalletId id, Ledger ledger, DateTimeOffset since, DateTimeOffset until, string what)
    {
        var (opening, lines) = ledger.StatementOf(id, since, until);

        var statement = await wallets.GetStatementAsync(id, since, until, TimeBasis.Effective, Token);
        var entries = await statement.Entries.Select(entry => (entry.Amount, entry.Reference!)).ToListAsync(Token);

        Assert.True((opening, opening + lines.Sum(line => line.Amount), lines.Count) == (statement.OpeningBalance, statement.ClosingBalance, statement.Count), what);
        Assert.True(lines.SequenceEqual(entries), what);
        Assert.True(statement.ClosingBalance == await wallets.GetBalanceAsOfAsync(id, until.AddTicks(-1), TimeBasis.Effective, Token), what);
    }
}
