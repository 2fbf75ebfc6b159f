using WalletKit.Digests;

namespace WalletKit.Durability.Tests;

/// <summary>The store's own audit of its books, beside the checks by SQL.</summary>
internal static class StoreAudit
{
    // The SQL checks the pages of the file in every test, so the audit need not read the file again.
    private static readonly AuditOptions s_options = new() { CheckStore = false };

    /// <summary>Checks a file that no other code in this process has open: closing the file would drop the other's locks on it.</summary>
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
