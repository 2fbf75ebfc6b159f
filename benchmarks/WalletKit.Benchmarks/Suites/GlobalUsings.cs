global using WalletKit.Benchmarks.Suites;
