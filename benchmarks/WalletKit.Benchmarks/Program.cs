using BenchmarkDotNet.Running;
using WalletKit.Benchmarks;
using WalletKit.Benchmarks.Compare;

switch (args)
{
    case ["compare", .. var rest]:
        return CompareCommand.Run(rest);
    case ["soak", .. var rest]:
        return await SoakCommand.RunAsync(rest);
    case ["audit", .. var rest]:
        return await AuditCommand.RunAsync(rest);
    case ["locked"]:
        return await LockedCommand.RunAsync();
    default:
        BenchmarkSwitcher.FromAssembly(typeof(ContentionBenchmarks).Assembly).Run(args);
        return 0;
}
