using WalletKit.AspNetCore.AotSmoke;

// .ci/run compiles this to native code, so that a fault of reflection or trimming shows up here, not at a host's.
var directory = Directory.CreateTempSubdirectory("walletkit-http-aot-smoke-");
try
{
    await Story.TellAsync(Path.Combine(directory.FullName, "wallets.db"));
    Console.WriteLine("http aot smoke: ok");
    return 0;
}
#pragma warning disable CA1031 // Every exception is the finding, and is printed whole.
catch (Exception failure)
#pragma warning restore CA1031
{
    await Console.Error.WriteLineAsync($"http aot smoke: failed: {failure}");
    return 1;
}
finally
{
    directory.Delete(recursive: true);
}
