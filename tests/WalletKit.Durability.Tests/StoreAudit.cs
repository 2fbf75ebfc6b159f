using WalletKit.Digests;

namespace WalletKit.Durability.Tests;

/// <summary>What the store says of its own books, beside what SQL says of them.</summary>
internal static class StoreAudit
{
    // The SQL looks at the pages of the file in every test, so that the audit need not read it again for that.
    private static readonly AuditOptions s_options = new() { CheckStore = false };

    /// <summary>Checks a file that nothing in this process has open: closing it would drop the locks that the other has on it.</summary>
    public static async Task AssertCleanAsync(string path)
    {
        await using var host = new WalletHost(path);
        await AssertCleanAsync(host);
    }

    /// <summary>Checks the file of a store in this process.</summary>
    public static async Task AssertCleanAsync(WalletHost host)
    {
        var report = await host.Audit.AuditAsync(s_options);
        Assert.True(report.IsClean, $"{report.FindingCount} findings: {string.Join(" ", report.Findings.Take(5))}");
    }
}
