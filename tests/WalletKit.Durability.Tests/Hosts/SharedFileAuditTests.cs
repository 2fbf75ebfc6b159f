using Microsoft.Data.Sqlite;
using WalletKit.Commands;

namespace WalletKit.Durability.Tests.Hosts;

/// <summary>The audit of a shared file looks at the tables of the wallets alone.</summary>
public sealed class SharedFileAuditTests : IAsyncLifetime
{
    private const int PageSize = 4_096;

    private readonly HostFile _file = new();

    public async ValueTask InitializeAsync()
    {
        _file.Make();
        await using var host = _file.Wallets();
        var wallet = (await host.Wallets.OpenAsync("owner", "USD", cancellationToken: Token)).Wallet.Id;
        await host.Wallets.DepositAsync(wallet, 5m, new() { Reference = "reference" }, Token);
    }

    public ValueTask DisposeAsync()
    {
        _file.Dispose();
        return ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData("orders")]
    [InlineData("orders_by_text")]
    public async Task A_damaged_page_of_the_host_is_no_finding(string name)
    {
        Damage(name);

        Assert.Empty(await AuditAsync());
    }

    [Theory]
    [InlineData("walletkit_texts")]
    [InlineData("walletkit_texts_by_reference")]
    [InlineData("walletkit_rebates_by_status")]
    public async Task A_damaged_page_of_the_wallets_is_a_finding(string name)
    {
        Damage(name);

        Assert.Contains(await AuditAsync(), finding => finding.Kind == AuditFindingKind.StoreDamaged);
    }

    [Theory]
    [InlineData("CREATE TABLE lines (id INTEGER PRIMARY KEY, order_id REFERENCES orders (id)); INSERT INTO lines VALUES (1, 99)")]
    [InlineData("CREATE TABLE lines (id INTEGER PRIMARY KEY, order_text REFERENCES orders (text)); INSERT INTO lines VALUES (1, 'none')")]
    [InlineData("CREATE TABLE lines (id INTEGER PRIMARY KEY, wallet REFERENCES walletkit_wallets (id)); INSERT INTO lines VALUES (1, 99)")]
    [InlineData("CREATE TABLE lines (id INTEGER PRIMARY KEY, x CHECK (x > 0)); PRAGMA ignore_check_constraints = ON; INSERT INTO lines VALUES (1, 0)")]
    public async Task Rows_of_the_host_that_contradict_its_own_rules_are_no_finding(string sql)
    {
        Run($"PRAGMA foreign_keys = OFF; {sql}");

        Assert.Empty(await AuditAsync());
    }

    [Theory]
    [InlineData("DELETE FROM walletkit_rebate_policies", AuditFindingKind.ReferenceBroken)]
    [InlineData("DROP INDEX walletkit_wallets_open", AuditFindingKind.SchemaChanged)]
    [InlineData("PRAGMA ignore_check_constraints = ON; UPDATE walletkit_holds SET captured = 0; UPDATE walletkit_journal_head SET last = -1", AuditFindingKind.StoreDamaged)]
    public async Task Rows_and_tables_of_the_wallets_that_are_wrong_are_a_finding(string sql, AuditFindingKind kind)
    {
        Run($"PRAGMA foreign_keys = OFF; {sql}");

        Assert.Contains(await AuditAsync(), finding => finding.Kind == kind);
    }

    private async Task<IReadOnlyList<AuditFinding>> AuditAsync()
    {
        await using var host = _file.Wallets();
        return (await host.Audit.AuditAsync(cancellationToken: Token)).Findings;
    }

    private void Run(string sql)
    {
        using var connection = _file.Connect();
        connection.Execute(sql);
    }

    // The last connection to close has copied the log into the file.
    private void Damage(string name)
    {
        long page;
        using (var connection = _file.Connect())
        {
            page = connection.Number($"SELECT rootpage FROM sqlite_schema WHERE name = '{name}'");
        }

        Assert.False(File.Exists(_file.Log));
        using var file = File.OpenHandle(_file.Path, FileMode.Open, FileAccess.Write);
        RandomAccess.Write(file, Enumerable.Repeat((byte)0xA5, PageSize).ToArray(), (page - 1) * PageSize);
    }
}
