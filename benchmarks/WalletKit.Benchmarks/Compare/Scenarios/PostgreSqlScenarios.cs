using WalletKit.Benchmarks.Compare.Books;
using WalletKit.Benchmarks.Compare.Contenders;
using WalletKit.Benchmarks.Compare.Measuring;
using WalletKit.Benchmarks.Compare.PostgreSql;
using WalletKit.Benchmarks.Compare.PostgreSql.EfCore;
using WalletKit.Commands;

namespace WalletKit.Benchmarks.Compare.Scenarios;

/// <summary>Deposits in PostgreSQL. They come last, because their server runs from the first of them to the end of the run.</summary>
internal static class PostgreSqlScenarios
{
    private const int Many = 256;
    private const int Wallets = 10_000;

    // The number of connections of handwritten contenders, the same as pgbench's. With 32 and 64 the difference was no larger than between two runs.
    private const int Connections = 16;

    public static Scenario Spread => Create("pg-spread-256", new Workload(Wallets, Many));

    public static Scenario Hot => Create("pg-hot-256", new Workload(1, Many));

    /// <summary>Deposits of which each has a row of the host's in its commit.</summary>
    public static Scenario Joined
    {
        get
        {
            var workload = new Workload(Wallets, Many);
            Task Work(IContender contender, Meter meter) => contender.WorkAsync(workload, meter);
            return new Scenario(
                "pg-joined-256",
                new BooksPlan(Wallets),
                [
                    Entrants.Create(Entrant.WalletKitPg, (books, _) => WalletKitPostgreSqlContender.OpenJoinedAsync(books.WalletIds), Work),
                    Entrants.Create(Entrant.Npgsql, (books, _) => NpgsqlContender.OpenJoinedAsync(books.WalletIds, Connections), Work),
                ])
            {
                NeedsPostgreSql = true,
            };
        }
    }

    private static Scenario Create(string name, Workload workload)
    {
        Task Work(IContender contender, Meter meter) => contender.WorkAsync(workload, meter);
        List<Entrant> entrants =
        [
            Entrants.Create(Entrant.WalletKitPg, (books, _) => WalletKitPostgreSqlContender.OpenAsync(books.WalletIds), Work),
            Entrants.Create(Entrant.Npgsql, (books, _) => NpgsqlContender.OpenAsync(books.WalletIds, Connections), Work),
            Entrants.Create(Entrant.EfCorePg, (books, _) => EfCorePostgreSqlContender.OpenAsync(books.WalletIds, Connections), Work),
        ];
        if (PgBench.IsPossible)
        {
            entrants.Add(Entrants.Create(Entrant.PgBench, (_, _) => PgBench.OpenAsync(), Work) with { MeasuresItself = true });
        }

        return new Scenario(name, new BooksPlan(workload.Wallets), entrants) { NeedsPostgreSql = true };
    }
}
