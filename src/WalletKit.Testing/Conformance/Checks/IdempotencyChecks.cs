using WalletKit.Rules;
using WalletKit.Stores;
using WalletKit.Testing.Histories;
using WalletKit.Testing.Model.Steps;

namespace WalletKit.Testing.Conformance.Checks;

internal sealed class IdempotencyChecks : StoreChecks
{
    [Check]
    public async Task The_same_key_again_returns_the_first_result_marked_as_replayed()
    {
        var wallet = await OpenAsync();
        var deposit = new Deposit(wallet.Id, 10m) { IdempotencyKey = "order-7", Reference = "r" };
        var first = await DoAsync(deposit);
        Time.Advance(TimeSpan.FromDays(1));

        var again = await DoAsync(deposit);

        Assert.False(first.Replayed);
        Assert.True(again.Replayed);
        Assert.Equal(first.Transaction, again.Transaction);
        Assert.Single((await AuditAsync(wallet.Id)).History);
    }

    [Check]
    [Case("1.5", "1.50")]
    [Case("2", "2.0000000000000000000000000000")]
    [Case("92233720368547758.07", "92233720368547758.0700000000")]
    public async Task Amounts_of_equal_value_are_the_same_content(string amount, string same)
    {
        var wallet = await OpenAsync();
        await DoAsync(new Deposit(wallet.Id, Units(amount)) { IdempotencyKey = "key" });

        Assert.True((await DoAsync(new Deposit(wallet.Id, Units(same)) { IdempotencyKey = "key" })).Replayed);
    }

    [Check]
    public async Task The_same_key_with_other_content_is_refused_with_what_it_stands_for()
    {
        var walletId = await OpenWithAsync(100m);
        var first = new Deposit(walletId, 10m) { IdempotencyKey = "key", Reference = "r", Metadata = TransactionMetadata.From([KeyValuePair.Create("a", "1")]) };
        await DoAsync(first);
        WalletCommand[] others =
        [
            new Deposit(walletId, 10.01m) { IdempotencyKey = "key", Reference = first.Reference, Metadata = first.Metadata },
            new Withdraw(walletId, 10m) { IdempotencyKey = "key", Reference = first.Reference, Metadata = first.Metadata },
            first with { Reference = null },
            first with { Reference = "R" },
            first with { Currency = "USD" },
            first with { Metadata = TransactionMetadata.Empty },
            first with { Metadata = TransactionMetadata.From([KeyValuePair.Create("a", "2")]) },
            first with { Metadata = TransactionMetadata.From([KeyValuePair.Create("b", "1")]) },
        ];

        foreach (var other in others)
        {
            Assert.Equal(new TransactionId(walletId, 2), (await RefusedAsync<IdempotencyConflictException>(other)).Recorded);
        }
    }

    [Check]
    [NeedsFeature(StoreFeatures.Rebates)]
    public async Task Conditions_and_terms_are_no_content()
    {
        var wallet = await OpenAsync();
        var deposit = new Deposit(wallet.Id, 10m) { IdempotencyKey = "key", ExpectedVersion = 1, RebateTerms = Terms };
        await DoAsync(deposit);

        Assert.True((await DoAsync(deposit with { ExpectedVersion = 77 })).Replayed);
        Assert.True((await DoAsync(deposit with { ExpectedVersion = null, RebateTerms = null })).Replayed);
        Assert.True((await DoAsync(deposit with { RebateTerms = new RebateTerms("other", "terms") })).Replayed);
        Assert.Equal(Terms, Assert.Single(await RebatesAsync(RebateStatus.Pending)).Terms);
    }

    [Check]
    public async Task A_replay_is_answered_before_any_other_rule_is_asked()
    {
        var walletId = await OpenWithAsync(100m);
        var withdraw = new Withdraw(walletId, 100m) { IdempotencyKey = "all", ExpectedVersion = 2 };
        var first = await DoAsync(withdraw);

        // Neither the money nor the expected version is there any more.
        Assert.Equal(first.Transaction, (await DoAsync(withdraw)).Transaction);

        var full = new Deposit(walletId, MinorUnits.ToDecimal(long.MaxValue, 2)) { IdempotencyKey = "full" };
        await DoAsync(full);
        Assert.True((await DoAsync(full)).Replayed);
        Assert.Equal(3, (await AuditAsync(walletId)).History.Count);
    }

    [Check]
    public async Task A_key_in_use_is_judged_before_the_version_and_the_funds()
    {
        var walletId = await OpenWithAsync(1m);
        await DoAsync(new Deposit(walletId, 1m) { IdempotencyKey = "key" });

        await RefusedAsync<IdempotencyConflictException>(new Withdraw(walletId, 1_000m) { IdempotencyKey = "key", ExpectedVersion = 77, Currency = "EUR" });
    }

    [Check]
    public async Task A_refused_command_does_not_use_up_its_key()
    {
        var wallet = await OpenAsync();
        var withdraw = new Withdraw(wallet.Id, 5m) { IdempotencyKey = "key" };
        await RefusedAsync<InsufficientFundsException>(withdraw);
        await RefusedAsync<ConcurrencyConflictException>(withdraw with { ExpectedVersion = 9 });
        await DoAsync(new Deposit(wallet.Id, 5m));

        Assert.False((await DoAsync(withdraw)).Replayed);
        Assert.True((await DoAsync(withdraw)).Replayed);
    }

    [Check]
    public async Task A_refused_key_is_free_for_other_content()
    {
        var wallet = await OpenAsync();
        await RefusedAsync<InsufficientFundsException>(new Withdraw(wallet.Id, 5m) { IdempotencyKey = "key" });

        Assert.False((await DoAsync(new Deposit(wallet.Id, 6m) { IdempotencyKey = "key" })).Replayed);
    }

    [Check]
    public async Task A_key_that_was_used_before_its_wallet_was_opened_is_free()
    {
        var walletId = NewId();
        await RefusedAsync<WalletNotFoundException>(new Deposit(walletId, 1m) { IdempotencyKey = "key" });
        await DoAsync(new OpenWallet(walletId, "owner", Usd));

        Assert.False((await DoAsync(new Deposit(walletId, 1m) { IdempotencyKey = "key" })).Replayed);
    }

    [Check]
    public async Task A_key_is_one_wallets_own()
    {
        var one = await OpenAsync("one");
        var two = await OpenAsync("two");

        Assert.False((await DoAsync(new Deposit(one.Id, 1m) { IdempotencyKey = "key" })).Replayed);
        Assert.False((await DoAsync(new Deposit(two.Id, 2m) { IdempotencyKey = "key" })).Replayed);
        Assert.Equal((1m, 2m), ((await AuditAsync(one.Id)).Wallet.Balance, (await AuditAsync(two.Id)).Wallet.Balance));
    }

    [Check]
    public async Task Keys_that_differ_in_anything_at_all_are_different_keys()
    {
        var wallet = await OpenAsync();
        string[] keys = ["key", "Key", "key ", " key", "k\u0435y", "ké", "ke\u0301", "😀", "😁", new string('k', 199), new string('k', 200)];

        foreach (var key in keys)
        {
            Assert.False((await DoAsync(new Deposit(wallet.Id, 1m) { IdempotencyKey = key })).Replayed);
        }

        foreach (var (key, i) in keys.Select((key, i) => (key, i)))
        {
            Assert.Equal(i + 1, (await DoAsync(new Deposit(wallet.Id, 1m) { IdempotencyKey = key })).Transaction!.Sequence);
        }
    }

    [Check]
    public async Task A_command_without_a_key_is_done_each_time()
    {
        var wallet = await OpenAsync();

        await DoAsync(new Deposit(wallet.Id, 1m));
        await DoAsync(new Deposit(wallet.Id, 1m));

        Assert.Equal(2m, (await AuditAsync(wallet.Id)).Wallet.Balance);
    }
}
