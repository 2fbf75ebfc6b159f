using Microsoft.Data.Sqlite;
using WalletKit.Auditing;
using WalletKit.Commands;
using WalletKit.Digests;
using WalletKit.Rules;
using WalletKit.Stores;
using WalletKit.Testing.Histories;
using WalletKit.Testing.Model.Running;

namespace WalletKit.Tests.Auditing;

public sealed class AuditTests
{
    [Theory]
    [InlineData(TestWallets.InMemory)]
    [InlineData(TestWallets.Sqlite)]
    public async Task Books_to_which_everything_happened_are_clean_and_counted(string store)
    {
        await using var books = new AuditedBooks(store);
        await books.TellAsync();

        var report = await books.AuditAsync(cancellationToken: Token);

        Assert.True(report.IsClean, string.Join('\n', report.Findings));
        Assert.Empty(report.Findings);
        Assert.Equal((7, 31, 6, 8, 5, 7, 0L), (report.Wallets, report.Transactions, report.Holds, report.Rebates, report.Events, report.Keys, report.FindingCount));
    }

    [Theory]
    [InlineData(TestWallets.InMemory)]
    [InlineData(TestWallets.Sqlite)]
    public async Task An_empty_store_is_clean(string store)
    {
        await using var books = new AuditedBooks(store);

        Assert.True((await books.AuditAsync(cancellationToken: Token)).IsClean);
    }

    [Fact]
    public async Task All_findings_are_counted_and_as_many_listed_as_are_wanted()
    {
        await using var books = new AuditedBooks();
        await books.TellAsync();
        await books.DamageAsync("UPDATE walletkit_journal SET balance = balance + sequence");

        var all = await books.AuditAsync(cancellationToken: Token);
        var few = await books.AuditAsync(new() { MaxFindings = 2, CheckStore = false }, Token);

        Assert.Equal(all.FindingCount, all.Findings.Length);
        Assert.Equal(all.Counts.Where(count => count.Key is not (AuditFindingKind.StoreDamaged or AuditFindingKind.TotalsWrong)), few.Counts);
        Assert.Equal(all.Findings.Where(finding => finding.Kind is not (AuditFindingKind.StoreDamaged or AuditFindingKind.TotalsWrong)).Take(2), few.Findings);
        Assert.Equal(113, few.FindingCount);
    }

    [Fact]
    public async Task The_store_checks_itself_only_where_that_is_wanted()
    {
        await using var books = new AuditedBooks();
        await books.TellAsync();
        await books.DamageAsync("UPDATE walletkit_rebate_policies SET name = ''");

        Assert.False((await books.AuditAsync(cancellationToken: Token)).IsClean);
        Assert.True((await books.AuditAsync(new() { CheckStore = false }, Token)).IsClean);
    }

    [Fact]
    public async Task Pages_that_cannot_be_read_are_findings_and_the_rest_is_audited()
    {
        await using var books = new AuditedBooks();
        await books.TellAsync();
        using var directory = new TemporaryDirectory();
        var path = directory.File("damaged.db");
        await books.DamageAsync($"VACUUM INTO '{path}'");
        await ZeroAsync(path, "walletkit_journal");
        await using var store = new SqliteWalletStore(new SqliteStoreOptions { ConnectionString = $"Data Source={path}" }, books.Wallets.Time);

        var report = await new WalletAudit(store).AuditAsync(cancellationToken: Token);

        Assert.Equal(7, report.Wallets);
        Assert.Contains(report.Findings, finding => finding.Kind == AuditFindingKind.StoreDamaged && finding.WalletId == books["main"]);
        Assert.Contains(report.Findings, finding => finding.Kind == AuditFindingKind.StoreDamaged && finding.WalletId is null);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1_000_001)]
    public async Task A_number_of_findings_out_of_range_is_refused(int findings)
    {
        await using var books = new AuditedBooks(TestWallets.InMemory);

        var refusal = await Assert.ThrowsAsync<InvalidInputException>(() => books.AuditAsync(new() { MaxFindings = findings }, Token));

        Assert.Equal("maxFindings", refusal.Field);
    }

    [Fact]
    public async Task Holds_that_do_not_fit_at_once_are_checked_in_turn()
    {
        await using var books = new AuditedBooks();
        await books.TellAsync();
        var wallets = books.Wallets;
        for (var i = 0; i < 5; i++)
        {
            await wallets.Wallets.CaptureHoldAsync((await wallets.Wallets.PlaceHoldAsync(books["other"], 1m, cancellationToken: Token)).Hold.Id, 0.5m, new() { KeepOpen = true }, Token);
        }

        Assert.True((await new WalletAudit(wallets.Store, holdsAtOnce: 2).AuditAsync(cancellationToken: Token)).IsClean);

        await books.DamageAsync("UPDATE walletkit_holds SET captured = captured + 1 WHERE wallet_id = {other} AND number = 5");
        var report = await new WalletAudit(wallets.Store, holdsAtOnce: 2).AuditAsync(cancellationToken: Token);

        Assert.Contains(report.Findings, finding => finding is { Kind: AuditFindingKind.CapturedWrong, HoldNumber: 5 } && finding.WalletId == books["other"]);
    }

    [Fact]
    public async Task Progress_is_told_until_the_end()
    {
        await using var books = new AuditedBooks();
        await books.TellAsync();
        await books.Wallets.Store.CommitAsync(new CommandBatch([.. Enumerable.Repeat(new Deposit(books["euro"], 1m), 10_000)]), Token);
        var told = new Told();

        var report = await books.AuditAsync(new() { Progress = told }, Token);

        Assert.Contains(told.All, progress => progress.Transactions is > 9_900 and <= 10_000);
        Assert.Equal(new AuditProgress { Wallets = report.Wallets, Transactions = report.Transactions, Findings = 0 }, told.All[^1]);
        Assert.Equal(told.All.OrderBy(progress => progress.Transactions), told.All);
    }

    [Fact]
    public async Task A_canceled_audit_ends_where_it_is()
    {
        await using var books = new AuditedBooks();
        await books.TellAsync();
        await books.Wallets.Store.CommitAsync(new CommandBatch([.. Enumerable.Repeat(new Deposit(books["euro"], 1m), 20_000)]), Token);
        using var cancellation = new CancellationTokenSource();
        var told = new Told { OnReport = cancellation.Cancel };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => books.AuditAsync(new() { Progress = told }, cancellation.Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => books.AuditAsync(cancellationToken: cancellation.Token));

        Assert.InRange(Assert.Single(told.All).Transactions, 9_900, 10_000);
        Assert.True((await books.AuditAsync(cancellationToken: Token)).IsClean);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_file_that_cannot_be_opened_for_what_stands_in_it_is_a_finding(bool isDatabase)
    {
        using var directory = new TemporaryDirectory();
        var path = directory.File("damaged.db");
        await File.WriteAllTextAsync(path, "These are no books at all, and never were.", Token);
        if (isDatabase)
        {
            await using var books = new AuditedBooks();
            await books.TellAsync();
            File.Delete(path);
            await books.DamageAsync($"VACUUM INTO '{path}'");
            await using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
            await connection.OpenAsync(Token);
            await using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = 'CREATE nothing' WHERE name = 'walletkit_wallets'";
            await command.ExecuteNonQueryAsync(Token);
        }

        await using var store = new SqliteWalletStore(new SqliteStoreOptions { ConnectionString = $"Data Source={path}" }, TimeProvider.System);

        var finding = Assert.Single((await new WalletAudit(store).AuditAsync(cancellationToken: Token)).Findings);

        Assert.Equal((AuditFindingKind.StoreDamaged, null), (finding.Kind, finding.WalletId));
        Assert.Contains(path, finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_not_ours_is_no_finding()
    {
        using var directory = new TemporaryDirectory();
        var path = directory.File("other.db");
        await using (var connection = new SqliteConnection($"Data Source={path};Pooling=False"))
        {
            await connection.OpenAsync(Token);
            await using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA application_id = 7; CREATE TABLE walletkit_wallets (id INTEGER)";
            await command.ExecuteNonQueryAsync(Token);
        }

        await using var store = new SqliteWalletStore(new SqliteStoreOptions { ConnectionString = $"Data Source={path}" }, TimeProvider.System);

        Assert.Equal(StoreFailure.Foreign, (await Assert.ThrowsAsync<WalletStoreException>(() => new WalletAudit(store).AuditAsync(cancellationToken: Token))).Failure);
    }

    [Fact]
    public async Task A_check_of_the_store_returns_no_more_findings_than_requested()
    {
        await using var books = new AuditedBooks();
        await books.TellAsync();
        await books.DamageAsync("DROP TABLE walletkit_holds; DROP TABLE walletkit_rebates");

        Assert.Equal(2, (await books.Wallets.Store.Books.CheckAsync(2, Token)).Count);
    }

    private static async Task ZeroAsync(string path, string table)
    {
        await using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        await connection.OpenAsync(Token);
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT (rootpage - 1) * page_size FROM sqlite_schema, pragma_page_size WHERE name = $table";
        command.Parameters.AddWithValue("$table", table);
        var offset = (long)(await command.ExecuteScalarAsync(Token))!;
        await connection.CloseAsync();
        await using var file = new FileStream(path, FileMode.Open);
        file.Position = offset;
        await file.WriteAsync(new byte[4_096], Token);
    }

    private sealed class Told : IProgress<AuditProgress>
    {
        public List<AuditProgress> All { get; } = [];

        public Action OnReport { get; init; } = static () => { };

        public void Report(AuditProgress value)
        {
            All.Add(value);
            OnReport();
        }
    }
}
