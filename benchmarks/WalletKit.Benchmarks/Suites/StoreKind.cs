namespace WalletKit.Benchmarks.Suites;

/// <summary>Where the wallets of a benchmark are kept.</summary>
public enum StoreKind
{
    /// <summary>A real file, with the durability that is the default.</summary>
    Sqlite,

    /// <summary>The memory of the process.</summary>
    InMemory,
}
