using WalletKit.Commands;
using WalletKit.Digests;

namespace WalletKit.Samples.Tests.Operations;

public sealed class AuditExamples
{
    [Fact]
    public async Task An_audit_of_books_in_order_finds_nothing()
    {
        await using var scene = new Scene();
        var audit = scene.Audit;
        var wallet = await scene.OpenAsync(100m);
        await scene.Wallets.WithdrawAsync(wallet.Id, 30m);

        // [example: audit]
        var report = await audit.AuditAsync();                            // IWalletAudit, from the host's services
        if (!report.IsClean)
        {
            foreach (var finding in report.Findings)
            {
                Console.WriteLine($"{finding.Kind} in {finding.WalletId}, transaction {finding.Version}, hold {finding.HoldNumber}: {finding.Message}");
            }
        }
        // [end]

        Assert.True(report.IsClean);
        Assert.Equal((1, 2, 1), (report.Wallets, report.Transactions, report.Rebates));
        await Assert.ThrowsAsync<InvalidInputException>(() => audit.AuditAsync(new() { MaxFindings = 0 }));
    }
}
