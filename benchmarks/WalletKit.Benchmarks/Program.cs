using BenchmarkDotNet.Running;
using WalletKit.Benchmarks;
using WalletKit.Benchmarks.Compare;

if (args is ["compare", .. var rest])
{
    return CompareCommand.Run(rest);
}

BenchmarkSwitcher.FromAssembly(typeof(ContentionBenchmarks).Assembly).Run(args);
return 0;
