namespace WalletKit.Benchmarks.Suites;

/// <summary>The place where the wallets of a benchmark are kept.</summary>
public enum StoreKind
{
    /// <summary>A real file, with the default durability.</summary>
    Sqlite,

    /// <summary>The memory of the process.</summary>
    InMemory,

    /// <summary>A PostgreSQL server of its own, with the default durability.</summary>
    PostgreSql,
}
