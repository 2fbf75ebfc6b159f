using Microsoft.Data.Sqlite;
using WalletKit.Commands;
using WalletKit.Model.Money;
using WalletKit.Rules;
using WalletKit.Stores;

namespace WalletKit.Tests.Auditing;

/// <summary>A few wallets with every kind of record, to be damaged and audited.</summary>
internal sealed class AuditedBooks : IAsyncDisposable
{
    private readonly TestWallets _wallets;
    private readonly Dictionary<string, WalletId> _ids = [];

    public AuditedBooks(string store = TestWallets.Sqlite) => _wallets = new TestWallets(store);

    public TestWallets Wallets => _wallets;

    public string Path => ((SqliteWalletStore)_wallets.Store.Inner).Path;

    public WalletId this[string owner] => _ids[owner];

    private IWalletService Service => _wallets.Wallets;

    public Task<AuditReport> AuditAsync(AuditOptions? options = null, CancellationToken cancellationToken = default) =>
        _wallets.Get<IWalletAudit>().AuditAsync(options, cancellationToken);

    /// <summary>
    /// The main wallet's journal: 1 opening, 2 deposit, 3 its rebate, 4 withdrawal, 5 transfer, 6 transfer between currencies, 7 hold 1, 8 and 9 its captures, 10 hold 2, 11 its void,
    /// 12 hold 3, 13 its expiry, 14 hold 4, which expires later, 15 hold 5, 16 deposit, 17 its reversal, 18 deposit, 19 its rebate, 20 and 21 their reversals, 22 transfer, 23 its reversal,
    /// 24 frozen, 25 unfrozen, 26 withdrawal.
    /// </summary>
    public async Task TellAsync()
    {
        foreach (var (owner, currency) in new[] { ("main", "USD"), ("other", "USD"), ("euro", "EUR"), ("closed", "USD"), ("frozen", "USD"), ("overdrawn", "USD"), ("credit", "USD") })
        {
            _ids[owner] = (await Service.OpenAsync(owner, currency)).Wallet.Id;
        }

        await TellMoneyAsync(this["main"]);
        await TellHoldsAsync(this["main"]);
        await TellReversalsAsync(this["main"]);
        await Service.FreezeAsync(this["main"], new() { IdempotencyKey = "freeze", Reason = "a stolen card" });
        await Service.UnfreezeAsync(this["main"]);
        await Service.WithdrawAsync(this["main"], 1m);
        await TellOthersAsync();
    }

    /// <summary>Runs SQL on the file without the checks that keep it right, beside the open store.</summary>
    /// <param name="sql">The SQL, in which <c>{owner}</c> stands for the row of that owner's wallet, and <c>{key x}</c> for the kept hash of a key of the main wallet.</param>
    public async Task DamageAsync(string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={Path};Pooling=False");
        await connection.OpenAsync();
        foreach (var owner in _ids.Keys)
        {
            sql = sql.Replace($"{{{owner}}}", $"(SELECT id FROM walletkit_wallets WHERE owner_id = '{owner}')", StringComparison.Ordinal);
        }

        var secrets = await _wallets.Store.Books.FindSecretsAsync(this["main"]);
        foreach (var key in new[] { "deposit", "withdrawal", "transfer", "hold", "freeze" })
        {
            sql = sql.Replace($"{{key {key}}}", $"x'{KeyHash.Of(key, secrets!.Keys).Kept}'", StringComparison.Ordinal);
        }

        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The text is the test's own.
        command.CommandText = "PRAGMA ignore_check_constraints = ON; PRAGMA foreign_keys = OFF; PRAGMA recursive_triggers = OFF; " + sql;
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }

    public ValueTask DisposeAsync() => _wallets.DisposeAsync();

    private async Task TellMoneyAsync(WalletId main)
    {
        await Service.DepositAsync(main, 100m, new() { IdempotencyKey = "deposit", Metadata = new Dictionary<string, string> { ["a"] = "b" } });
        await _wallets.Rebates.ProcessPendingAsync();
        _wallets.Time.Advance(TimeSpan.FromSeconds(1));
        await Service.WithdrawAsync(main, 10m, new() { IdempotencyKey = "withdrawal" });
        await Service.TransferAsync(main, this["other"], 20m, new() { IdempotencyKey = "transfer" });
        await Service.TransferAsync(main, this["euro"], 10m, new() { Rate = 0.9215m, Rounding = MidpointRounding.ToZero });
    }

    private async Task TellHoldsAsync(WalletId main)
    {
        var captured = (await Service.PlaceHoldAsync(main, 30m, new() { IdempotencyKey = "hold" })).Hold.Id;
        await Service.CaptureHoldAsync(captured, 5m, new() { KeepOpen = true });
        _wallets.Time.Advance(TimeSpan.FromSeconds(1));
        await Service.CaptureHoldAsync(captured, 10m);
        await Service.VoidHoldAsync((await Service.PlaceHoldAsync(main, 5m)).Hold.Id);
        await Service.PlaceHoldAsync(main, 5m, new() { ExpiresIn = TimeSpan.FromMinutes(1) });
        _wallets.Time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(1, await Service.ExpireHoldsAsync());
        await Service.PlaceHoldAsync(main, 3m, new() { ExpiresIn = TimeSpan.FromDays(1) });
        await Service.PlaceHoldAsync(main, 2m);
    }

    private async Task TellReversalsAsync(WalletId main)
    {
        var pending = await Service.DepositAsync(main, 50m);
        await Service.ReverseAsync(pending.Transaction.Id);
        var paid = await Service.DepositAsync(main, 50m);
        await _wallets.Rebates.ProcessPendingAsync();
        await Service.ReverseAsync(paid.Transaction.Id, new() { IdempotencyKey = "reversal" });
        _wallets.Time.Advance(TimeSpan.FromSeconds(1));
        var transfer = await Service.TransferAsync(main, this["other"], 4m);
        await Service.ReverseAsync(transfer.Incoming.Id);
    }

    private async Task TellOthersAsync()
    {
        await Service.DepositAsync(this["closed"], 5m);
        await Service.WithdrawAsync(this["closed"], 5m);
        await Service.CloseAsync(this["closed"], new() { Reason = "done" });
        await Service.DepositAsync(this["frozen"], 5m);
        await Service.FreezeAsync(this["frozen"]);
        var deposit = await Service.DepositAsync(this["overdrawn"], 10m);
        await Service.WithdrawAsync(this["overdrawn"], 10m);
        await Service.ReverseAsync(deposit.Transaction.Id, new() { AllowOverdraft = true });
        await Service.SetCreditLimitAsync(this["credit"], 25m);
        await Service.WithdrawAsync(this["credit"], 20m);
        await Service.ExecuteAsync([new WalletKit.Deposit(this["other"], 1m), new WalletKit.PlaceHold(this["other"], 1m)], new() { IdempotencyKey = "batch" });
        await _wallets.Rebates.ProcessPendingAsync();
        await Service.DepositAsync(this["other"], 1m);
    }
}
