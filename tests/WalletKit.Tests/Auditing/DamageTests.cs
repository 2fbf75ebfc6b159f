using WalletKit.Digests;

namespace WalletKit.Tests.Auditing;

[Slow]
public sealed class DamageTests
{
    // An audit that goes round in circles fails by this limit, and does not hang.
    private static readonly TimeSpan Guard = TimeSpan.FromSeconds(60);

    public static TheoryData<int> Places => [.. Enumerable.Range(0, Damage.All.Count)];

    [Theory]
    [MemberData(nameof(Places))]
    public async Task Damage_is_found_and_named(int place)
    {
        var damage = Damage.All[place];
        await using var books = new AuditedBooks();
        await books.TellAsync();
        await books.DamageAsync(damage.Sql);
        using var guard = CancellationTokenSource.CreateLinkedTokenSource(Token);
        guard.CancelAfter(Guard);

        var report = await books.AuditAsync(cancellationToken: guard.Token);

        Assert.False(report.IsClean, damage.ToString());
        Assert.True(
            report.Findings.Any(finding => finding.Kind == damage.Kind
                && finding.WalletId == (damage.Owner is { } owner ? books[owner] : null)
                && finding.Version == damage.Version
                && finding.HoldNumber == damage.Hold),
            $"{damage} was not found, but:\n{string.Join('\n', report.Findings)}");
        Assert.All(report.Findings, finding => Assert.EndsWith(".", finding.Message, StringComparison.Ordinal));
        Assert.Equal(report.Findings.Length, report.FindingCount);
    }

    [Fact]
    public void Every_kind_of_finding_has_a_damage_that_it_is_tested_with() =>
        Assert.Equal(
            Enum.GetValues<AuditFindingKind>().ToHashSet(),
            Damage.All.Select(damage => damage.Kind).Concat(BentBooksTests.Kinds).ToHashSet());
}
