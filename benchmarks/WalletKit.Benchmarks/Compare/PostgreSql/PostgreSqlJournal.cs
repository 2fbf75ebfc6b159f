using Microsoft.Extensions.DependencyInjection;
using WalletKit.Benchmarks.Compare.Books;
using WalletKit.Commands;
using WalletKit.Stores;

namespace WalletKit.Benchmarks.Compare.PostgreSql;

/// <summary>The books of WalletKit itself in PostgreSQL.</summary>
internal static class PostgreSqlJournal
{
    private const int WalletsPerBatch = 300;

    public const string ReadTotals = """
        SELECT
            (SELECT sum(j.balance)::bigint FROM walletkit_balances b JOIN walletkit_journal j ON j.wallet_id = b.wallet_id AND j.version = b.version),
            (SELECT sum(amount)::bigint FROM walletkit_journal),
            (SELECT sum(j.sequence)::bigint FROM walletkit_balances b JOIN walletkit_journal j ON j.wallet_id = b.wallet_id AND j.version = b.version),
            (SELECT count(amount) FROM walletkit_journal), (SELECT count(*) FROM walletkit_rebates), (SELECT count(*) FROM walletkit_idempotency_keys)
        """;

    /// <summary>The setup of a host, with WalletKit's defaults.</summary>
    public static ServiceProvider CreateServices(PostgreSqlBooks books) => new ServiceCollection()
        .AddWalletKit(wallets => wallets
            .UsePostgreSql(options => (options.ConnectionString, options.Schema) = (BenchmarkServer.Cluster.ConnectionString, books.Schema))
            .AddRebates(rebates => rebates.ProcessInBackground = false))
        .BuildServiceProvider();

    /// <summary>Opens the wallets, with a deposit each, whose rebate is settled.</summary>
    public static async Task FillAsync(PostgreSqlBooks books)
    {
        await using var services = CreateServices(books);
        var store = services.GetRequiredService<IWalletStore>();
        var terms = new RebateTerms(PostgreSqlSql.Policy, PostgreSqlSql.Terms);
        var usd = Currency.FromIso("USD");
        foreach (var some in books.WalletIds.Index().Chunk(WalletsPerBatch))
        {
            var commands = some.SelectMany(wallet => (WalletCommand[])
            [
                new OpenWallet(wallet.Item, $"owner-{wallet.Index}", usd),
                new Deposit(wallet.Item, BooksPlan.DepositMinorUnits / 100m) { RebateTerms = terms },
                new PayRebate(new TransactionId(wallet.Item, 2), 0m),
            ]);
            if ((await store.CommitAsync(new CommandBatch([.. commands]))).Refusal is { } refusal)
            {
                throw refusal;
            }
        }
    }
}
