using System.Collections;
using System.Globalization;
using Microsoft.Data.Sqlite;
using WalletKit.Rules;
using WalletKit.Storage.Sqlite;

namespace WalletKit.Durability.Tests.Opening;

/// <summary>No keyword of a connection string is dropped: each has an effect, or is refused by its name.</summary>
public sealed class ConnectionKeywordTests : IDisposable
{
    private readonly TestDirectory _directory = new();

    /// <summary>The keyword, a value of it, and the text of the refusal; null where the keyword has an effect.</summary>
    public static TheoryData<string, string, string?> Keywords => new()
    {
        { "Data Source", "elsewhere.db", null },
        { "Data Source", ":MEMORY:", "names a database in memory; use the in-memory store" },
        { "Data Source", "file:wallets.db", "names a URI; it must be a path" },
        { "DataSource", "elsewhere.db", null },
        { "Filename", "elsewhere.db", null },
        { "Mode", "ReadWriteCreate", null },
        { "Mode", "ReadWrite", null },
        { "Mode", "ReadOnly", "asks for a read-only database by Mode=ReadOnly; a wallet store writes" },
        { "Mode", "Memory", "names a database in memory by Mode=Memory; use the in-memory store" },
        { "Mode", "7", "has Mode=7; it must be ReadWriteCreate or ReadWrite" },
        { "Mode", "Fast", "cannot be read, because of its mode: Requested value 'Fast' was not found" },
        { "Cache", "Default", null },
        { "Cache", "Private", null },
        { "Cache", "Shared", "asks for a shared cache by Cache=Shared, which breaks the isolation of readers" },
        { "Cache", "9", "has Cache=9; it must be Default or Private" },
        { "Password", "secret", "has a Password; the SQLite in use does not encrypt, so leave the password out" },
        { "Foreign Keys", "True", null },
        { "Foreign Keys", "False", "turns references off by Foreign Keys=False; the store always checks them" },
        { "Recursive Triggers", "False", null },
        { "Recursive Triggers", "True", "asks for Recursive Triggers; the tables of the store have no triggers" },
        { "Default Timeout", "1", null },
        { "Default Timeout", "3600", null },
        { "Default Timeout", "0", "has Default Timeout=0; it must be from 1 to 3,600 seconds" },
        { "Default Timeout", "-1", "has Default Timeout=-1; it must be from 1 to 3,600 seconds" },
        { "Default Timeout", "3601", "has Default Timeout=3601; it must be from 1 to 3,600 seconds" },
        { "Default Timeout", "long", "cannot be read, because of its default timeout: The input string 'long' was not in a correct format" },
        { "Command Timeout", "0", "has Default Timeout=0; it must be from 1 to 3,600 seconds" },
        { "Pooling", "False", null },
        { "Pooling", "True", "asks for Pooling; the store keeps connections of its own, so leave it out or set it to False" },
        { "Vfs", "", null },
        { "Vfs", "unix-dotfile", "names a Vfs; the store relies on the files and locks of the operating system" },
        { "Nonsense", "1", "cannot be read: Connection string keyword 'nonsense' is not supported" },
    };

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Each_keyword_of_the_driver_is_in_the_table()
    {
        var inTable = Keywords.Select(row => row.Data.Item1).ToHashSet(StringComparer.OrdinalIgnoreCase);

        Assert.DoesNotContain(new SqliteConnectionStringBuilder().Keys.Cast<string>(), keyword => !inTable.Contains(keyword));
    }

    [Theory]
    [MemberData(nameof(Keywords))]
    public async Task A_keyword_is_heeded_or_refused_by_its_name(string keyword, string value, string? refusal)
    {
        await using (var host = new WalletHost(_directory.Database))
        {
            await host.Store.OpenAsync(Token);
        }

        // The last of two values counts.
        var options = new SqliteStoreOptions { ConnectionString = $"Data Source={_directory.Database};{keyword}={(value == "elsewhere.db" ? _directory.In(value) : value)}" };
        if (refusal is not null)
        {
            var thrown = Assert.Throws<ArgumentException>(() => new SqliteWalletStore(options, TimeProvider.System));
            Assert.StartsWith($"SqliteStoreOptions.ConnectionString {refusal}", thrown.Message, StringComparison.Ordinal);
            return;
        }

        await using var store = new SqliteWalletStore(options, TimeProvider.System);
        await store.OpenAsync(Token);
        Assert.Equal(_directory.In(value == "elsewhere.db" ? value : "wallets.db"), store.Path);
    }

    [Fact]
    public void A_number_means_the_same_under_every_culture()
    {
        var before = CultureInfo.CurrentCulture;
        var persian = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        persian.NumberFormat.NegativeSign = "\u200E\u2212";
        CultureInfo.CurrentCulture = persian;
        try
        {
            Assert.Equal("has Default Timeout=-1; it must be from 1 to 3,600 seconds", SqliteConnectionSettings.Check("Data Source=wallets.db;Default Timeout=-1"));
            Assert.Same(persian, CultureInfo.CurrentCulture);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void A_keyword_that_a_later_driver_brings_is_refused_by_its_name() =>
        Assert.Equal("has the keyword Auto Retry, which the store does not know; leave it out", SqliteConnectionSettings.CheckKeywords(new LaterBuilder()));

    [Fact]
    public async Task Default_timeout_is_how_long_the_store_waits_for_the_file()
    {
        await using var store = new SqliteWalletStore(new SqliteStoreOptions { ConnectionString = $"Data Source={_directory.Database};Default Timeout=7" }, TimeProvider.System);
        await store.OpenAsync(Token);

        Assert.Equal(7_000, store.ReadLong(reader => reader.Number("PRAGMA busy_timeout")));
    }

    [Fact]
    public void A_busy_timeout_that_is_set_in_two_places_is_refused()
    {
        var options = new SqliteStoreOptions { ConnectionString = "Data Source=wallets.db;Default Timeout=7", BusyTimeout = TimeSpan.FromSeconds(7) };

        var refusal = Assert.Throws<ArgumentException>(() => new SqliteWalletStore(options, TimeProvider.System));

        Assert.StartsWith("SqliteStoreOptions.BusyTimeout is set beside Default Timeout of the connection string; only one of them can say how long to wait.", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("wallets.db")]
    [InlineData("|DataDirectory|wallets.db")]
    [InlineData("|datadirectory|wallets.db")]
    public async Task A_data_source_is_the_file_that_the_driver_makes_of_it_where_a_data_directory_is_set(string dataSource)
    {
        using var _ = new DataDirectory(_directory.Path);
        await using var store = new SqliteWalletStore(new SqliteStoreOptions { ConnectionString = $"Data Source={dataSource}" }, TimeProvider.System);

        await store.OpenAsync(Token);

        Assert.Equal(_directory.Database, store.Path);
        using var driver = new SqliteConnection($"Data Source={dataSource};Mode=ReadWrite;Pooling=False");
        driver.Open();
        Assert.Equal(SqliteSchema.Current.Version, driver.Number("SELECT version FROM walletkit_schema"));
    }

    [Theory]
    [InlineData(null, "|DataDirectory|wallets.db", "has |DataDirectory|, which nothing has set; AppContext.SetData(\"DataDirectory\", path) sets it.")]
    [InlineData("/data", "|DataDirectory|", "has |DataDirectory| without a relative path right after it, as in |DataDirectory|wallets.db.")]
    [InlineData("/data", "|DataDirectory|/wallets.db", "has |DataDirectory| without a relative path right after it, as in |DataDirectory|wallets.db.")]
    public void A_data_directory_that_leads_nowhere_is_refused(string? directory, string dataSource, string refusal)
    {
        using var _ = new DataDirectory(directory);

        var thrown = Assert.Throws<ArgumentException>(() => new SqliteWalletStore(new SqliteStoreOptions { ConnectionString = $"Data Source={dataSource}" }, TimeProvider.System));

        Assert.StartsWith($"SqliteStoreOptions.ConnectionString {refusal}", thrown.Message, StringComparison.Ordinal);
    }

    // The process has one data directory, which affects only relative paths; all other tests have full paths.
    private sealed class DataDirectory : IDisposable
    {
        public DataDirectory(string? path) => AppContext.SetData("DataDirectory", path);

        public void Dispose() => AppContext.SetData("DataDirectory", null);
    }

    private sealed class LaterBuilder : SqliteConnectionStringBuilder
    {
        public override ICollection Keys => new[] { "Mode", "Auto Retry" };

        public override bool ShouldSerialize(string keyword) => true;
    }
}
