using WalletKit.AotSmoke;

// .ci/run compiles this to native code, so that a fault of reflection or trimming shows up here, not at a host's.
var directory = Directory.CreateTempSubdirectory("walletkit-aot-smoke-");
try
{
    var file = Path.Combine(directory.FullName, "wallets.db");
    await Story.TellAsync("in memory", wallets => wallets.UseInMemory());
    await Story.TellAsync("SQLite", wallets => wallets.UseSqlite($"Data Source={file}"));
    Story.Check(new FileInfo(file) is { Exists: true, Length: > 0 }, "the SQLite store left its file");
    Console.WriteLine("aot smoke: ok");
    return 0;
}
#pragma warning disable CA1031 // Every exception is the finding, and is printed whole.
catch (Exception failure)
#pragma warning restore CA1031
{
    await Console.Error.WriteLineAsync($"aot smoke: failed: {failure}");
    return 1;
}
finally
{
    directory.Delete(recursive: true);
}
