using Microsoft.Extensions.DependencyInjection;
using WalletKit.Commands;
using WalletKit.Digests;
using WalletKit.Rules;
using WalletKit.Stores;

namespace WalletKit.Samples.Tests.CustomStore;

/// <summary>The promises about the file, which the suite cannot know.</summary>
public sealed class JournalTests
{
    private static readonly WalletId s_wallet = WalletId.Parse("01980000-0000-7000-8000-000000000001");

    [Fact]
    public async Task The_commits_before_a_torn_last_line_stand_and_the_next_commit_follows_them()
    {
        await using var journal = new TemporaryJournal();
        var before = await WriteAsync(journal, 1m, 2m);
        var after = await WriteAsync(journal, 4m);

        for (var length = before.Length; length < after.Length; length += 1 + length % 7)
        {
            await File.WriteAllBytesAsync(journal.Path, after[..length], Token);
            Assert.Equal(3m, await BalanceAsync(journal));
            Assert.Equal(before, await File.ReadAllBytesAsync(journal.Path, Token));
        }

        await File.WriteAllBytesAsync(journal.Path, after[..^1], Token);
        await WriteAsync(journal, 8m);
        Assert.Equal(11m, await BalanceAsync(journal));
    }

    [Fact]
    public async Task A_journal_that_its_maker_never_finished_is_begun_anew()
    {
        await using var journal = new TemporaryJournal();
        var whole = await WriteAsync(journal);

        for (var length = 0; length < "walletkit-journal 1\n".Length; length++)
        {
            await File.WriteAllBytesAsync(journal.Path, whole[..length], Token);
            Assert.Null(await BalanceAsync(journal));
            await WriteAsync(journal, 1m);
            Assert.Equal(1m, await BalanceAsync(journal));
        }
    }

    [Fact]
    public async Task A_journal_with_any_changed_byte_is_refused_and_left_as_it_was()
    {
        await using var journal = new TemporaryJournal();
        var whole = await WriteAsync(journal, 1m, 2m);

        for (var at = 0; at < whole.Length - 1; at++)
        {
            var changed = whole.ToArray();
            changed[at] ^= 1;
            await File.WriteAllBytesAsync(journal.Path, changed, Token);

            var failure = await Assert.ThrowsAsync<WalletStoreException>(() => BalanceAsync(journal));

            Assert.Contains(failure.Failure, new[] { StoreFailure.Corrupt, StoreFailure.NotADatabase });
            Assert.Equal(changed, await File.ReadAllBytesAsync(journal.Path, Token));
        }
    }

    [Fact]
    public async Task A_journal_without_one_of_its_lines_is_refused()
    {
        await using var journal = new TemporaryJournal();
        await WriteAsync(journal, 1m, 2m, 4m);
        var lines = await File.ReadAllLinesAsync(journal.Path, Token);
        await File.WriteAllTextAsync(journal.Path, string.Concat(lines.Where((_, i) => i != 3).Select(line => line + "\n")), Token);

        Assert.Equal(StoreFailure.Corrupt, (await Assert.ThrowsAsync<WalletStoreException>(() => BalanceAsync(journal))).Failure);
    }

    [Fact]
    public async Task A_store_that_could_not_be_opened_opens_once_it_can_be()
    {
        await using var journal = new TemporaryJournal();
        await using var first = journal.CreateStore(TimeProvider.System);
        await using var second = journal.CreateStore(TimeProvider.System);
        await first.OpenAsync(Token);

        Assert.Equal(StoreFailure.CannotOpen, (await Assert.ThrowsAsync<WalletStoreException>(() => second.OpenAsync(Token).AsTask())).Failure);
        await first.DisposeAsync();

        await second.OpenAsync(Token);
    }

    [Fact]
    public async Task An_audit_finds_nothing_wrong_with_all_that_can_happen()
    {
        await using var journal = new TemporaryJournal();
        await using var services = new ServiceCollection()
            .AddWalletKit(wallets => wallets.UseStore(services => journal.CreateStore(services.GetRequiredService<TimeProvider>())).AddRebates())
            .BuildServiceProvider();
        var wallets = services.GetRequiredService<IWalletService>();
        var (from, to) = ((await wallets.OpenAsync("user-1", "USD", cancellationToken: Token)).Wallet, (await wallets.OpenAsync("user-2", "EUR", cancellationToken: Token)).Wallet);
        var deposit = await wallets.DepositAsync(from.Id, 100m, new() { IdempotencyKey = "deposit" }, Token);
        await wallets.TransferAsync(from.Id, to.Id, 10m, new() { IdempotencyKey = "transfer", Rate = 0.50m }, Token);
        var placed = await wallets.PlaceHoldAsync(from.Id, 20m, new() { IdempotencyKey = "hold" }, Token);
        await wallets.CaptureHoldAsync(placed.Hold.Id, 5m, cancellationToken: Token);
        await wallets.FreezeAsync(to.Id, new() { IdempotencyKey = "freeze", Reason = "a question" }, Token);
        await wallets.DepositAsync(from.Id, 50m, cancellationToken: Token);
        await wallets.ReverseAsync(deposit.Transaction.Id, new() { IdempotencyKey = "reversal", AllowOverdraft = true }, Token);

        var report = await services.GetRequiredService<IWalletAudit>().AuditAsync(cancellationToken: Token);

        Assert.Empty(report.Findings);
        Assert.Equal((2, 6, 1, 2, 1, 5), (report.Wallets, report.Transactions, report.Holds, report.Rebates, report.Events, report.Keys));
    }

    /// <summary>Opens the wallet if it does not exist, and deposits into it.</summary>
    /// <returns>The journal after that.</returns>
    private static async Task<byte[]> WriteAsync(TemporaryJournal journal, params decimal[] deposits)
    {
        await using (var store = journal.CreateStore(TimeProvider.System))
        {
            await store.CommitAsync(new CommandBatch(new OpenWallet(s_wallet, "owner", Currency.FromIso("USD"))), Token);
            foreach (var deposit in deposits)
            {
                await store.CommitAsync(new CommandBatch(new Deposit(s_wallet, deposit)), Token);
            }
        }

        return await File.ReadAllBytesAsync(journal.Path, Token);
    }

    private static async Task<decimal?> BalanceAsync(TemporaryJournal journal)
    {
        await using var store = journal.CreateStore(TimeProvider.System);
        return (await store.FindWalletAsync(s_wallet, Token))?.Balance;
    }
}
