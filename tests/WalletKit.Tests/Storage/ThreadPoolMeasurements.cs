namespace WalletKit.Tests.Storage;

/// <summary>Tests that measure the thread pool. No other test runs beside them.</summary>
[CollectionDefinition(nameof(ThreadPoolMeasurements), DisableParallelization = true)]
public sealed class ThreadPoolMeasurements;
