using System.Text;
using WalletKit.Commands;
using WalletKit.Digests;
using WalletKit.Tests.Auditing;

namespace WalletKit.Tests.Security;

/// <summary>A finding that repeats a text of the books does no harm in a log or a terminal, whatever the text is.</summary>
[Slow]
public sealed class HostileFindingTests
{
    public static TheoryData<string> Names => [.. HostileTexts.Kept.Concat(HostileTexts.Refused).Where(text => text.Value.Length < 1_000).Select(text => text.Key)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_text_in_a_damaged_row_is_shown_without_harm(string named)
    {
        await using var books = new AuditedBooks();
        await books.TellAsync();
        using var manifest = new MemoryStream();
        var digests = books.Wallets.Get<IWalletDigests>();
        var digest = await digests.WriteAsync(manifest, Token);
        manifest.Position = 0;
        var text = $"CAST(x'{Convert.ToHexString(Encoding.UTF8.GetBytes(HostileTexts.Find(named)))}' AS TEXT)";
        await books.DamageAsync(
            $$"""
            UPDATE walletkit_wallets SET currency = {{text}} WHERE owner_id = 'euro';
            UPDATE walletkit_journal SET status = {{text}} WHERE wallet_id = {frozen};
            UPDATE walletkit_journal SET exchange_rounding = {{text}} WHERE wallet_id = {other} AND version = 2;
            UPDATE walletkit_journal SET rebate_of = 99 WHERE wallet_id = {main} AND version = 6;
            UPDATE walletkit_holds SET status = {{text}} WHERE wallet_id = {main} AND number = 1;
            UPDATE walletkit_rebates SET status = {{text}} WHERE deposit_id = (SELECT id FROM walletkit_journal WHERE wallet_id = {main} AND version = 16);
            UPDATE walletkit_journal SET expired_holds = {{text}} WHERE wallet_id = {main} AND version = 13;
            UPDATE walletkit_idempotency_keys SET key = CAST({{text}} AS BLOB), result = '[{"placed":7}]' WHERE key = {key hold};
            UPDATE walletkit_idempotency_keys SET key = CAST({{text}} AS BLOB), wallet_id = 999 WHERE key = {key deposit};
            """);
        if (!HostileTexts.Find(named).Contains('\0', StringComparison.Ordinal))
        {
            var name = HostileTexts.Find(named).Replace("\"", "\"\"", StringComparison.Ordinal);
            await books.DamageAsync($"CREATE TABLE \"{name}\" (\"{name}\" REFERENCES \"no {name}\"); INSERT INTO \"{name}\" VALUES (1)");
        }

        var found = await books.Wallets.Store.Books.CheckAsync(100, Token);
        var report = await books.AuditAsync(cancellationToken: Token);
        var verified = await digests.VerifyAsync(manifest, digest.Head, cancellationToken: Token);

        Assert.Contains(found, finding => finding.Kind == AuditFindingKind.RowWithoutWallet);
        Assert.NotEmpty(verified.Findings);
        Assert.All(found.Concat(report.Findings).Select(finding => finding.Message).Concat(verified.Findings.Select(finding => finding.Message)), HostileTexts.AssertHarmless);
    }
}
