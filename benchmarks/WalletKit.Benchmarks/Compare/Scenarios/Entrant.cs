using WalletKit.Benchmarks.Compare.Books;
using WalletKit.Benchmarks.Compare.Contenders;
using WalletKit.Benchmarks.Compare.Measuring;

namespace WalletKit.Benchmarks.Compare.Scenarios;

/// <summary>A contender in a scenario: the way to open it for a round, and its work while it is measured.</summary>
internal sealed record Entrant(string Name, Func<BooksFile, string, Task<IContender>> OpenAsync, Func<IContender, Meter, Task> WorkAsync)
{
    /// <summary>Whether its books have WalletKit's own tables, and not those of the handwritten contenders.</summary>
    public bool HasJournal { get; init; }

    /// <summary>Whether it is a program that measures itself for a given time.</summary>
    public bool MeasuresItself { get; init; }

    public const string WalletKit = "walletkit";
    public const string RawBatch = "raw-batch";
    public const string RawAppend = "raw-append";
    public const string RawSingle = "raw-single";
    public const string AdoNet = "adonet";
    public const string Gate = "gate";
    public const string EfCore = "efcore";
    public const string WalletKitPg = "walletkit-pg";
    public const string Npgsql = "npgsql";
    public const string EfCorePg = "efcore-pg";
    public const string PgBench = "pgbench-N";
}
