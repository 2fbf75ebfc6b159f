using BenchmarkDotNet.Running;
using WalletKit.Benchmarks;

BenchmarkSwitcher.FromAssembly(typeof(ContentionBenchmarks).Assembly).Run(args);
