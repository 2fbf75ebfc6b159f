using Microsoft.Data.Sqlite;

namespace WalletKit.Durability.Tests.Joining;

/// <summary>A test with a connection of the host's to the file of the wallets.</summary>
public abstract class HostTransactionTest : JoinedTest
{
    private protected SqliteConnection Connect() => Raw.Open(Directory.Database);

    private protected static void Order(SqliteConnection connection, int number) => connection.Execute($"INSERT INTO orders (number) VALUES ({number})");

    private protected async Task<decimal> Balance() => (await Host.Wallets.GetBalanceAsync(Wallet, Token)).Balance;

    /// <summary>Audits the store, closes the host, and checks the books and the number of transactions and orders in the file.</summary>
    private protected async Task AssertAll(long transactions, long orders)
    {
        var report = await Host.Audit.AuditAsync(cancellationToken: Token);
        Assert.True(report.IsClean, string.Join(" ", report.Findings.Take(5)));
        await Host.DisposeAsync();
        using var books = Books.Open(Directory.Database);
        books.AssertBalance();
        Assert.Equal(transactions, books.Number("SELECT count(amount) FROM walletkit_journal"));
        Assert.Equal(orders, books.Number("SELECT count(*) FROM orders"));
    }

    // A block of sums ends within nearly each test.
    private protected override void Configure(SqliteStoreOptions options)
    {
        base.Configure(options);
        options.EntriesPerTotal = 5;
    }
}
