using System.Text;
using WalletKit.Commands;
using WalletKit.Rules;

namespace WalletKit.Durability.Tests;

public sealed class UnusableFileTests : IDisposable
{
    private readonly TestDirectory _directory = new();

    public static TheoryData<string> NoDatabases => ["x", "This is a letter, and no database at all.", new string('\uFFFD', 5_000), "SQLite format 3\0 and then nothing of the kind"];

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task A_missing_directory_is_refused_by_its_name_and_not_made()
    {
        var path = Path.Combine(_directory.In("missing"), "wallets.db");

        var refusal = await AssertRefused(path, StoreFailure.CannotOpen);

        Assert.Contains(_directory.In("missing"), refusal.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_directory.Path));
    }

    [Fact]
    public async Task A_store_whose_directory_appears_later_opens_at_the_next_call()
    {
        var directory = _directory.In("later");
        await using var host = new WalletHost(Path.Combine(directory, "wallets.db"));
        await Assert.ThrowsAsync<WalletStoreException>(() => host.Wallets.OpenAsync("owner", "USD", cancellationToken: Token));
        await Assert.ThrowsAsync<WalletStoreException>(() => host.Wallets.FindWalletAsync("owner", cancellationToken: Token));

        Directory.CreateDirectory(directory);

        var wallet = (await host.Wallets.OpenAsync("owner", "USD", cancellationToken: Token)).Wallet;
        Assert.Equal(1m, (await host.Wallets.DepositAsync(wallet.Id, 1m, cancellationToken: Token)).Balance);
    }

    [Fact]
    public async Task A_path_that_is_a_directory_is_refused()
    {
        Directory.CreateDirectory(_directory.Database);

        var refusal = await AssertRefused(_directory.Database, StoreFailure.CannotOpen);

        Assert.Contains("is a directory", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(NoDatabases))]
    public async Task A_file_that_is_no_database_is_refused_and_left_as_it_was(string content)
    {
        await File.WriteAllBytesAsync(_directory.Database, Encoding.UTF8.GetBytes(content), Token);

        await AssertRefusedUntouched(StoreFailure.NotADatabase);
    }

    [Fact]
    public async Task A_file_of_random_bytes_is_refused_and_left_as_it_was()
    {
        var bytes = new byte[20_000];
        new Random(1).NextBytes(bytes);
        await File.WriteAllBytesAsync(_directory.Database, bytes, Token);

        await AssertRefusedUntouched(StoreFailure.NotADatabase);
    }

    [Theory]
    [InlineData("CREATE TABLE theirs (x)")]
    [InlineData("CREATE TABLE theirs (x); PRAGMA application_id = 42")]
    [InlineData("PRAGMA application_id = 42")]
    [InlineData("PRAGMA user_version = 1")]
    [InlineData("CREATE TABLE walletkit_schema (id INTEGER PRIMARY KEY, version); INSERT INTO walletkit_schema VALUES (1, 1)")]
    [InlineData("PRAGMA application_id = 1464551764; CREATE TABLE theirs (x)")]
    [InlineData("PRAGMA application_id = 1464551764; CREATE TABLE walletkit_schema (x)")]
    [InlineData("PRAGMA application_id = 1464551764; CREATE TABLE walletkit_schema (id INTEGER PRIMARY KEY, version)")]
    [InlineData("PRAGMA application_id = 1464551764; CREATE TABLE walletkit_schema (id INTEGER PRIMARY KEY, version); INSERT INTO walletkit_schema VALUES (1, 0)")]
    [InlineData("PRAGMA journal_mode = WAL; CREATE TABLE theirs (x); INSERT INTO theirs VALUES (1)")]
    public async Task Another_applications_database_is_refused_and_left_as_it_was(string sql)
    {
        using (var other = Raw.Open(_directory.Database))
        {
            other.Execute(sql);
        }

        await AssertRefusedUntouched(StoreFailure.Foreign);
    }

    [Fact]
    public async Task Another_applications_database_that_a_crash_left_with_a_log_keeps_it_as_it_was()
    {
        using (var other = Raw.Open(_directory.In("theirs.db")))
        {
            other.Execute("PRAGMA journal_mode = WAL; CREATE TABLE theirs (x); INSERT INTO theirs VALUES (1)");
            File.Copy(_directory.In("theirs.db"), _directory.Database);
            File.Copy(_directory.In("theirs.db-wal"), _directory.Database + "-wal");
        }

        var log = await File.ReadAllBytesAsync(_directory.Database + "-wal", Token);
        var database = await File.ReadAllBytesAsync(_directory.Database, Token);
        Assert.NotEmpty(log);

        await AssertRefused(_directory.Database, StoreFailure.Foreign);

        Assert.Equal(database, await File.ReadAllBytesAsync(_directory.Database, Token));
        Assert.Equal(log, await File.ReadAllBytesAsync(_directory.Database + "-wal", Token));
        using var again = Raw.Open(_directory.Database);
        Assert.Equal(1, again.Number("SELECT x FROM theirs"));
    }

    [Fact]
    public async Task A_database_of_a_newer_release_is_refused_and_left_as_it_was()
    {
        await using (var host = new WalletHost(_directory.Database))
        {
            var wallet = (await host.Wallets.OpenAsync("owner", "USD", cancellationToken: Token)).Wallet;
            await host.Wallets.DepositAsync(wallet.Id, 1m, cancellationToken: Token);
        }

        using (var other = Raw.Open(_directory.Database))
        {
            other.Execute("UPDATE walletkit_schema SET version = 1000");
        }

        var refusal = await AssertRefusedUntouched(StoreFailure.Newer);

        Assert.Contains("1000", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_empty_file_becomes_a_database()
    {
        await File.WriteAllBytesAsync(_directory.Database, [], Token);

        await using (var host = new WalletHost(_directory.Database))
        {
            await host.Wallets.OpenAsync("owner", "USD", cancellationToken: Token);
        }

        Books.AssertBalance(_directory.Database);
    }

    [Fact]
    public async Task A_new_file_and_its_log_are_for_their_owner_only()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no file modes.");
        await using var host = new WalletHost(_directory.Database);
        await host.Wallets.OpenAsync("owner", "USD", cancellationToken: Token);

        var files = Directory.GetFiles(_directory.Path);

        Assert.Contains(_directory.Database, files);
        Assert.Contains(_directory.Database + "-wal", files);
#pragma warning disable CA1416 // Skipped on Windows above.
        Assert.All(files, file => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file)));
#pragma warning restore CA1416
    }

    private async Task<WalletStoreException> AssertRefusedUntouched(StoreFailure failure)
    {
        var before = _directory.Contents();
        var refusal = await AssertRefused(_directory.Database, failure);
        Assert.Equal(before, _directory.Contents());
        return refusal;
    }

    private static async Task<WalletStoreException> AssertRefused(string path, StoreFailure failure)
    {
        await using var host = new WalletHost(path);
        var refusal = await Assert.ThrowsAsync<WalletStoreException>(async () => await host.Store.OpenAsync(Token));
        Assert.Equal(failure, refusal.Failure);
        Assert.Contains(path, refusal.Message, StringComparison.Ordinal);
        Assert.False(refusal.IsTransient);
        return refusal;
    }
}
