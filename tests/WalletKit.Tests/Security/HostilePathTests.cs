using Microsoft.Data.Sqlite;

namespace WalletKit.Tests.Security;

/// <summary>The path of a database is in messages and logs: it must be one line, and must be what it seems to be.</summary>
public sealed class HostilePathTests
{
    private const string Setting = "SqliteStoreOptions.ConnectionString ";

    [Fact]
    public void A_path_that_could_forge_a_line_of_the_log_is_refused_by_the_name_of_the_setting()
    {
        string[] paths =
        [
            "a\nb.db", "a\rb.db", "a\tb.db", "a\u001B[31m.db", "a\u0085b.db", "a\u2028b.db", "a\u2029b.db", "a\u202Ebd.b", "a\u2066b.db", "a\u200Eb.db", "a\uFEFFb.db",
            "a\uD83Db.db", "a\uDE00b.db", new string('x', 10_000_000), new string('\n', 10_000_000),
        ];
        AssertRefused("Data Source=a\0b.db");
        Assert.All(paths, path => AssertRefused(new SqliteConnectionStringBuilder { DataSource = path }.ToString()));
    }

    [Fact]
    public void A_connection_string_that_cannot_be_read_is_not_repeated_whole()
    {
        var texts = HostileTexts.Kept.Values.Concat(HostileTexts.Refused.Values).Where(text => !string.IsNullOrWhiteSpace(text) && !text.Contains('\0'));
        Assert.All(texts, text =>
        {
            AssertRefused($"Data Source=a.db;{text}x=1");
            AssertRefused($"Data Source=a.db;Mode={text}");
        });
    }

    [Theory]
    [InlineData("caf\u00E9 '\";--.db")]
    [InlineData("\U0001F4B0.db")]
    [InlineData("\u0645\u06CC\u200C\u062E\u0648\u0627\u0647\u0645.db")]
    public async Task A_path_in_any_script_is_a_path(string name)
    {
        using var directory = new TemporaryDirectory();
        var path = directory.File(name);
        await using var store = new SqliteWalletStore(
            new SqliteStoreOptions { ConnectionString = new SqliteConnectionStringBuilder { DataSource = path }.ToString() }, TimeProvider.System);

        await store.OpenAsync(Token);

        Assert.Equal(path, store.Path);
        Assert.True(File.Exists(path));
    }

    private static void AssertRefused(string connectionString)
    {
        var refusal = Assert.Throws<ArgumentException>(() => new SqliteWalletStore(new SqliteStoreOptions { ConnectionString = connectionString }, TimeProvider.System));
        Assert.StartsWith(Setting, refusal.Message, StringComparison.Ordinal);
        HostileTexts.AssertHarmless(refusal.Message);
    }
}
