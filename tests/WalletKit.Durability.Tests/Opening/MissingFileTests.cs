using WalletKit.Commands;

namespace WalletKit.Durability.Tests.Opening;

/// <summary>If the wallets must exist already, no new file is made in their place.</summary>
public sealed class MissingFileTests : IDisposable
{
    private readonly TestDirectory _directory = new();

    public static TheoryData<string> Settings => ["Mode=ReadWrite", "MigrateOnOpen=false"];

    public void Dispose() => _directory.Dispose();

    [Theory]
    [MemberData(nameof(Settings))]
    public async Task A_missing_file_is_refused_and_not_made(string setting)
    {
        await AssertRefusedAsync(setting);

        Assert.Empty(Directory.GetFileSystemEntries(_directory.Path));
    }

    [Theory]
    [MemberData(nameof(Settings))]
    public async Task An_empty_file_is_refused_and_left_empty(string setting)
    {
        await File.WriteAllBytesAsync(_directory.Database, [], Token);

        await AssertRefusedAsync(setting);

        Assert.Equal([(_directory.Database, 0)], _directory.Contents().Select(file => (file.Key, file.Value.Length)));
    }

    [Theory]
    [MemberData(nameof(Settings))]
    public async Task A_file_that_is_there_is_used(string setting)
    {
        await using (var host = new WalletHost(_directory.Database))
        {
            await host.Wallets.OpenAsync("owner", "USD", cancellationToken: Token);
        }

        await using var again = new WalletHost(_directory.Database, options => Set(options, setting));

        Assert.NotNull(await again.Wallets.FindWalletAsync("owner", cancellationToken: Token));
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_refused_and_left_as_it_was()
    {
        await File.WriteAllTextAsync(_directory.Database, "x", Token);

        await using var host = new WalletHost(_directory.Database, options => options.ConnectionString += ";Mode=ReadWrite");

        Assert.Equal(StoreFailure.NotADatabase, (await Assert.ThrowsAsync<WalletStoreException>(() => host.Store.OpenAsync(Token).AsTask())).Failure);
        Assert.Equal("x", await File.ReadAllTextAsync(_directory.Database, Token));
    }

    private async Task AssertRefusedAsync(string setting)
    {
        await using var host = new WalletHost(_directory.Database, options => Set(options, setting));

        var refusal = await Assert.ThrowsAsync<WalletStoreException>(() => host.Store.OpenAsync(Token).AsTask());

        Assert.Equal(StoreFailure.CannotOpen, refusal.Failure);
        Assert.StartsWith($"the database '{_directory.Database}' holds no wallets, and ", refusal.Message, StringComparison.Ordinal);
        Assert.Contains(setting.Split('=')[0], refusal.Message, StringComparison.Ordinal);
    }

    private static void Set(SqliteStoreOptions options, string setting)
    {
        if (setting.StartsWith("Mode=", StringComparison.Ordinal))
        {
            options.ConnectionString += $";{setting}";
        }
        else
        {
            options.MigrateOnOpen = false;
        }
    }
}
