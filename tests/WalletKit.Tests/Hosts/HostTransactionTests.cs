using Microsoft.Data.Sqlite;

namespace WalletKit.Tests.Hosts;

public sealed class HostTransactionTests
{
    [Fact]
    public async Task A_store_without_transactions_of_hosts_refuses_them_by_name()
    {
        await using var host = new TestWallets(TestWallets.InMemory);
        using var connection = new SqliteConnection("Data Source=:memory:");
        connection.Open();
        using var transaction = connection.BeginTransaction();

        var refusal = Assert.Throws<InvalidInputException>(() => host.Wallets.In(transaction));

        Assert.Equal("transaction", refusal.Field);
        Assert.Contains("cannot be joined", refusal.Message, StringComparison.Ordinal);
    }
}
