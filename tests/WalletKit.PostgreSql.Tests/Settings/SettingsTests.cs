using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using WalletKit.Commands;

namespace WalletKit.PostgreSql.Tests.Settings;

public sealed class SettingsTests
{
    private const string Server = "Host=db";

    public static TheoryData<Action<PostgreSqlStoreOptions>, string> Broken => new()
    {
        { options => options.ConnectionString = null, "PostgreSqlStoreOptions.ConnectionString is empty; it or DataSource must say where the wallets are." },
        { options => options.ConnectionString = " ", "PostgreSqlStoreOptions.ConnectionString is empty; it or DataSource must say where the wallets are." },
        { options => options.ConnectionString = "Database=shop", "PostgreSqlStoreOptions.ConnectionString names no server; it must have a Host." },
        { options => options.ConnectionString = "Host=db;Port=many", "PostgreSqlStoreOptions.ConnectionString cannot be read; it must be a connection string of Npgsql." },
        { options => options.ConnectionString = "Data Source=wallets.db;Mode=Memory", "PostgreSqlStoreOptions.ConnectionString cannot be read; it must be a connection string of Npgsql." },
        { options => options.DataSource = Npgsql.NpgsqlDataSource.Create(Server), "PostgreSqlStoreOptions.ConnectionString is set beside DataSource; only one of them can say where the wallets are." },
        { options => options.Schema = null!, "PostgreSqlStoreOptions.Schema must be 1 to 48 lower-case letters, digits and underscores, the first no digit, and not begin with pg_." },
        { options => options.Schema = "", "Schema" },
        { options => options.Schema = "Wallets", "Schema 'Wallets' must be" },
        { options => options.Schema = "1st", "Schema '1st' must be" },
        { options => options.Schema = "pg_wallets", "not begin with pg_" },
        { options => options.Schema = "a\"; DROP SCHEMA b; --", "lower-case letters" },
        { options => options.Schema = "wallets\n", "Schema" },
        { options => options.Schema = "größe", "lower-case letters" },
        { options => options.Schema = new string('a', 49), "1 to 48" },
        { options => options.Writers = 0, "PostgreSqlStoreOptions.Writers is 0; it must be from 1 to 64." },
        { options => options.Writers = 65, "PostgreSqlStoreOptions.Writers is 65; it must be from 1 to 64." },
        { options => options.QueueCapacity = 0, "PostgreSqlStoreOptions.QueueCapacity is 0; it must be from 1 to 1,000,000." },
        { options => options.QueueCapacity = 1_000_001, "PostgreSqlStoreOptions.QueueCapacity is 1000001; it must be from 1 to 1,000,000." },
        { options => options.MaxCommandsPerCommit = -1, "PostgreSqlStoreOptions.MaxCommandsPerCommit is -1; it must be from 1 to 100,000." },
        { options => options.MaxCommandsPerCommit = 100_001, "PostgreSqlStoreOptions.MaxCommandsPerCommit is 100001; it must be from 1 to 100,000." },
        { options => options.RetryTimeout = TimeSpan.FromTicks(-1), "PostgreSqlStoreOptions.RetryTimeout is -00:00:00.0000001; it must be from 00:00:00 to 01:00:00." },
        { options => options.RetryTimeout = TimeSpan.FromHours(2), "PostgreSqlStoreOptions.RetryTimeout is 02:00:00; it must be from 00:00:00 to 01:00:00." },
        { options => options.IdleTransactionTimeout = TimeSpan.FromMilliseconds(999), "PostgreSqlStoreOptions.IdleTransactionTimeout is 00:00:00.9990000; it must be from 00:00:01 to 01:00:00." },
        { options => options.IdleTransactionTimeout = TimeSpan.FromMinutes(61), "PostgreSqlStoreOptions.IdleTransactionTimeout is 01:01:00; it must be from 00:00:01 to 01:00:00." },
        { options => options.ListenerProbeInterval = TimeSpan.FromMilliseconds(999), "PostgreSqlStoreOptions.ListenerProbeInterval is 00:00:00.9990000; it must be from 00:00:01 to 1.00:00:00." },
        { options => options.ListenerProbeInterval = TimeSpan.FromHours(25), "PostgreSqlStoreOptions.ListenerProbeInterval is 1.01:00:00; it must be from 00:00:01 to 1.00:00:00." },
        { options => options.Random = null!, "PostgreSqlStoreOptions.Random is null; it must be a source of random numbers." },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public void A_setting_that_breaks_its_rule_is_refused_by_name_value_and_rule(Action<PostgreSqlStoreOptions> breakIt, string message)
    {
        var options = new PostgreSqlStoreOptions { ConnectionString = Server };
        breakIt(options);

        var refusal = Assert.Throws<ArgumentException>(() => new PostgreSqlWalletStore(options, TimeProvider.System));

        Assert.Contains(message, refusal.Message, StringComparison.Ordinal);
        Assert.StartsWith("PostgreSqlStoreOptions.", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refusal.Message);
    }

    [Fact]
    public void All_broken_settings_of_a_host_are_refused_at_once()
    {
        using var services = new ServiceCollection()
            .AddWalletKit(wallets => wallets.UsePostgreSql(options => (options.Schema, options.Writers, options.QueueCapacity) = ("No", 0, 0)))
            .BuildServiceProvider();

        var refusal = Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IOptions<PostgreSqlStoreOptions>>().Value);

        Assert.Equal(["ConnectionString", "Schema", "Writers", "QueueCapacity"], refusal.Failures.Select(failure => failure.Split('.', ' ')[1]));
    }

    [Fact]
    public void Settings_at_the_ends_of_their_ranges_are_taken()
    {
        using var lowest = new PostgreSqlWalletStore(
            new PostgreSqlStoreOptions { ConnectionString = Server, Schema = "a", Writers = 1, QueueCapacity = 1, MaxCommandsPerCommit = 1, RetryTimeout = TimeSpan.Zero, IdleTransactionTimeout = TimeSpan.FromSeconds(1) },
            TimeProvider.System);
        using var highest = new PostgreSqlWalletStore(
            new PostgreSqlStoreOptions
            {
                ConnectionString = $"{Server};Maximum Pool Size=194",
                Schema = new string('z', 48),
                Writers = 64,
                QueueCapacity = 1_000_000,
                MaxCommandsPerCommit = 100_000,
                RetryTimeout = TimeSpan.FromHours(1),
                IdleTransactionTimeout = TimeSpan.FromHours(1),
            },
            TimeProvider.System);
    }
}
