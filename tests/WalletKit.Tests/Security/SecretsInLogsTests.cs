using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WalletKit.Commands;
using WalletKit.Rules;
using WalletKit.Stores;

namespace WalletKit.Tests.Security;

/// <summary>
/// Private data is in no log, at any level, in any scope or exception. A log may have the path of the database, ids of wallets, transactions and holds, codes
/// of refusals, names of commands and of rebate policies, counts, and the exception messages of the host's own policies and providers.
/// </summary>
public sealed class SecretsInLogsTests : IDisposable
{
    // The text occurs only in the input of the story.
    private const string Secret = "s3cr3t";

    private readonly CapturedLog _log = new();

    [Theory]
    [InlineData(TestWallets.InMemory)]
    [InlineData(TestWallets.Sqlite)]
    public async Task No_owner_name_key_reference_metadata_or_reason_is_in_any_line_of_the_log(string store)
    {
        await using var wallets = New(store);

        await SecretStory.TellAsync(wallets, Secret, Token);
        await TellOfRebatesAsync(wallets);
        if (store == TestWallets.Sqlite)
        {
            await TellOfAFailingStoreAsync(wallets);
        }

        AssertNoSecrets(store == TestWallets.Sqlite ? [1, 100, 110, 201, 202] : [1, 201, 202]);
    }

    [Theory]
    [InlineData(TestWallets.InMemory)]
    [InlineData(TestWallets.Sqlite)]
    public async Task No_text_of_a_caller_makes_a_line_of_the_log_of_its_own(string store)
    {
        foreach (var text in HostileTexts.Kept.Values)
        {
            await using var wallets = New(store);
            await SecretStory.TellAsync(wallets, text, Token);
            await wallets.Store.CommitAsync(new CommandBatch(new Deposit((await wallets.OpenWithAsync(1m)).Id, 1m) { RebateTerms = new RebateTerms(text, text) }), Token);
            await wallets.Store.CommitAsync(new CommandBatch(new Deposit((await wallets.OpenWithAsync(1m)).Id, 1m) { RebateTerms = new RebateTerms("percentage", text) }), Token);
            await wallets.Rebates.ProcessPendingAsync(Token);
        }

        Assert.Contains(_log.Lines, line => line.Id == 201);
        Assert.All(_log.Lines, line => HostileTexts.AssertHarmless(line.Message));

        // The runtime puts each frame of the stack on a line of its own with the same beginning.
        Assert.All(_log.Lines, line => Assert.All(line.Text.Split('\n').Skip(1), next => Assert.StartsWith("   at ", next, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData($"Data Source=a.db;Password={Secret}")]
    [InlineData($"Data Source=a.db;Password='{Secret}';Mode=Memory")]
    [InlineData($"Password={Secret}")]
    public void A_password_is_refused_without_being_said(string connectionString)
    {
        using var logging = LoggerFactory.Create(builder => builder.SetMinimumLevel(LogLevel.Trace).AddProvider(_log));

        var refusal = Assert.Throws<ArgumentException>(
            () => new SqliteWalletStore(new SqliteStoreOptions { ConnectionString = connectionString }, TimeProvider.System, logging.CreateLogger<SqliteWalletStore>()));

        Assert.DoesNotContain(Secret, refusal.ToString(), StringComparison.Ordinal);
        AssertNoSecrets([]);
    }

    public void Dispose() => _log.Dispose();

    private TestWallets New(string store) => new(store, wallets =>
    {
        wallets.Services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(_log));
        wallets.AddExchangeRates(_ => new TestRates { Rate = -1m }).AddRebates(rebates => rebates.MaxAttempts = 2);
    });

    // The terms are those of a policy that is gone, and terms that the percentage policy cannot read.
    private static async Task TellOfRebatesAsync(TestWallets wallets)
    {
        var wallet = (await wallets.Wallets.OpenAsync(Secret, "USD", $"{Secret} rebates", cancellationToken: Token)).Wallet;
        foreach (var policy in new[] { "gone", "percentage" })
        {
            var terms = new RebateTerms(policy, "none");
            await wallets.Store.CommitAsync(new CommandBatch(new Deposit(wallet.Id, 1m) { RebateTerms = terms, Reference = Secret, IdempotencyKey = Secret + policy }), Token);
        }

        await wallets.Rebates.ProcessPendingAsync(Token);
        wallets.Time.Advance(TimeSpan.FromDays(1));
        Assert.Equal(1, (await wallets.Rebates.ProcessPendingAsync(Token)).Dead);
        Assert.Equal(["gone"], await wallets.Rebates.ListMissingPoliciesAsync(Token));
    }

    // The file refuses its input, and SQLite chooses the text of the error.
    private static async Task TellOfAFailingStoreAsync(TestWallets wallets)
    {
        var wallet = (await wallets.Wallets.OpenAsync(Secret, "USD", $"{Secret} failing", cancellationToken: Token)).Wallet;
        await using var connection = new SqliteConnection($"Data Source={((SqliteWalletStore)wallets.Store.Inner).Path};Pooling=False");
        await connection.OpenAsync(Token);
        await using var command = connection.CreateCommand();
        command.CommandText = "CREATE UNIQUE INDEX one_reference ON transactions (reference)";
        await Assert.ThrowsAsync<SqliteException>(() => command.ExecuteNonQueryAsync(Token));
        command.CommandText = "CREATE TRIGGER refusing BEFORE INSERT ON walletkit_journal BEGIN SELECT raise(ABORT, 'refused by a trigger'); END";
        await command.ExecuteNonQueryAsync(Token);

        await Assert.ThrowsAsync<WalletStoreException>(() => wallets.Wallets.DepositAsync(wallet.Id, 1m, SecretStory.Options<DepositOptions>(Secret, "failing"), Token));
        await Assert.ThrowsAsync<WalletStoreException>(() => wallets.Wallets.ExecuteAsync([new Deposit(wallet.Id, 1m) { Reference = Secret }], new() { IdempotencyKey = Secret }, Token));
        await wallets.Get<IWalletAudit>().AuditAsync(cancellationToken: Token);
    }

    private void AssertNoSecrets(int[] told)
    {
        Assert.Superset(told.ToHashSet(), _log.Lines.Select(line => line.Id).ToHashSet());
        Assert.All(_log.Lines, line => Assert.DoesNotContain(Secret, line.Text, StringComparison.OrdinalIgnoreCase));
    }
}
