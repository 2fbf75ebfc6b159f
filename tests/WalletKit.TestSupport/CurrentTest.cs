namespace WalletKit.TestSupport;

/// <summary>The test that is running. Every test project imports its members, so a test writes <c>Token</c>.</summary>
public static class CurrentTest
{
    /// <summary>The token that is canceled when the run is stopped.</summary>
    public static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Writes a line to the output of the test.</summary>
    public static void WriteLine(string line) => TestContext.Current.TestOutputHelper!.WriteLine(line);
}
