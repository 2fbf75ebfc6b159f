using WalletKit.Commands;
using WalletKit.Rebates;

namespace WalletKit.Tests.Sections;

/// <summary>The promises of both ways to run a section.</summary>
public sealed partial class SectionTests
{
    private static readonly TimeSpan s_guard = TimeSpan.FromSeconds(60);

    public static MatrixTheoryData<string, SectionKind> StoresAndKinds => new(
        [TestWallets.InMemory, TestWallets.Sqlite], [SectionKind.Locked, SectionKind.Optimistic]);

    public static TheoryData<string> Stores => [TestWallets.InMemory, TestWallets.Sqlite];

    [Theory]
    [MemberData(nameof(StoresAndKinds))]
    public async Task The_decisions_of_a_section_on_the_current_wallets_are_committed_together(string store, SectionKind kind)
    {
        await using var host = new TestWallets(store);
        var (rich, poor) = await OpenTwoAsync(host);

        var results = await host.RunAsync(kind, [poor.Id, rich.Id], async (section, token) =>
        {
            await Task.Yield();
            token.ThrowIfCancellationRequested();
            section.Add(new Withdraw(rich.Id, section[rich.Id].Balance / 2) { Reference = "half" });
            section.Add(new Deposit(poor.Id, section[rich.Id].Balance / 4));
            section.Add(new Transfer(rich.Id, poor.Id, section[poor.Id].Balance + 1m));
        });

        Assert.Equal([TransactionType.Withdrawal, TransactionType.Deposit, TransactionType.TransferOut], results.Select(result => result.Transaction!.Type));
        Assert.Equal(("half", 50m, 49m), (results[0].Transaction!.Reference, results[0].Transaction!.BalanceAfter, results[2].Transaction!.BalanceAfter));
        Assert.Equal((49m, 26m), (await host.BalanceAsync(rich.Id), await host.BalanceAsync(poor.Id)));
    }

    [Theory]
    [MemberData(nameof(StoresAndKinds))]
    public async Task A_section_sees_each_of_its_wallets_once_however_often_they_are_named(string store, SectionKind kind)
    {
        await using var host = new TestWallets(store);
        var (rich, poor) = await OpenTwoAsync(host);

        await host.RunAsync(kind, [rich.Id, poor.Id, rich.Id, rich.Id], section =>
        {
            Assert.Equal([rich, poor], section.Wallets);
            Assert.Equal(rich, section[rich.Id]);
            section.Add(new Deposit(rich.Id, 1m));
        });

        Assert.Equal(101m, await host.BalanceAsync(rich.Id));
    }

    [Theory]
    [MemberData(nameof(StoresAndKinds))]
    public async Task The_actor_of_a_section_is_the_actor_of_each_command_without_one(string store, SectionKind kind)
    {
        await using var host = new TestWallets(store);
        var (rich, poor) = await OpenTwoAsync(host);

        var results = await host.RunAsync(
            kind,
            [rich.Id, poor.Id],
            section =>
            {
                section.Add(new Deposit(rich.Id, 1m));
                section.Add(new Deposit(poor.Id, 1m) { Actor = "own" });
                section.Add(new FreezeWallet(poor.Id));
            },
            new() { Actor = "job" });

        Assert.Equal(["job", "own", "job"], results.Select(result => result.Transaction?.Actor ?? result.Event!.Actor));
    }

    [Theory]
    [MemberData(nameof(StoresAndKinds))]
    public async Task A_malformed_actor_of_a_section_is_refused_before_the_decision(string store, SectionKind kind)
    {
        await using var host = new TestWallets(store);
        var (rich, _) = await OpenTwoAsync(host);

        var refusal = await Assert.ThrowsAsync<InvalidInputException>(() => host.RunAsync(kind, [rich.Id], _ => Assert.Fail("It was asked."), new() { Actor = new string('a', 201) }));

        Assert.Equal("actor", refusal.Field);
        await host.AssertLeftAloneAsync(rich);
    }

    [Theory]
    [MemberData(nameof(StoresAndKinds))]
    public async Task A_decision_for_nothing_changes_nothing(string store, SectionKind kind)
    {
        await using var host = new TestWallets(store);
        var wallet = await host.OpenWithAsync(100m);

        Assert.Empty(await host.RunAsync(kind, [wallet.Id], _ => { }));

        Assert.Equal(wallet, await host.Wallets.GetWalletAsync(wallet.Id, Token));
    }

    [Theory]
    [MemberData(nameof(StoresAndKinds))]
    public async Task A_refused_command_takes_all_of_them_with_it_and_is_thrown(string store, SectionKind kind)
    {
        await using var host = new TestWallets(store);
        var (rich, poor) = await OpenTwoAsync(host);
        var asked = 0;

        var refusal = await Assert.ThrowsAsync<InsufficientFundsException>(() => host.RunAsync(kind, [rich.Id, poor.Id], section =>
        {
            asked++;
            section.Add(new Deposit(rich.Id, 1m));
            section.Add(new Withdraw(poor.Id, 1m));
        }));

        Assert.Equal((poor.Id, 1), (refusal.WalletId, asked));
        Assert.Equal((rich, poor), (await host.Wallets.GetWalletAsync(rich.Id, Token), await host.Wallets.GetWalletAsync(poor.Id, Token)));
    }

    [Theory]
    [MemberData(nameof(StoresAndKinds))]
    public async Task A_version_that_a_command_itself_expects_is_not_asked_for_again(string store, SectionKind kind)
    {
        await using var host = new TestWallets(store);
        var wallet = await host.OpenWithAsync(100m);
        var asked = 0;

        await Assert.ThrowsAsync<ConcurrencyConflictException>(() => host.RunAsync(kind, [wallet.Id], section =>
        {
            asked++;
            section.Add(new Deposit(wallet.Id, 1m) { ExpectedVersion = wallet.Version - 1 });
        }));

        Assert.Equal((1, 100m), (asked, await host.BalanceAsync(wallet.Id)));
    }

    [Theory]
    [MemberData(nameof(StoresAndKinds))]
    public async Task An_exception_in_it_changes_nothing_and_lets_the_wallets_go(string store, SectionKind kind)
    {
        await using var host = new TestWallets(store);
        var wallet = await host.OpenWithAsync(100m);

        await Assert.ThrowsAsync<InvalidTimeZoneException>(() => host.RunAsync(kind, [wallet.Id], section =>
        {
            section.Add(new Deposit(wallet.Id, 1m));
            throw new InvalidTimeZoneException();
        }));

        await host.AssertLeftAloneAsync(wallet);
    }

    [Theory]
    [MemberData(nameof(StoresAndKinds))]
    public async Task A_section_takes_as_many_commands_as_a_batch_and_no_more(string store, SectionKind kind)
    {
        await using var host = new TestWallets(store);
        var wallet = await host.OpenWithAsync(100m);

        var results = await host.RunAsync(kind, [wallet.Id], section =>
        {
            for (var i = 0; i < 1_000; i++)
            {
                section.Add(new Deposit(wallet.Id, 1m));
            }

            Assert.Equal("commands", Assert.Throws<InvalidInputException>(() => section.Add(new Deposit(wallet.Id, 1m))).Field);
        });

        Assert.Equal((1_000, 1_100m), (results.Count, await host.BalanceAsync(wallet.Id)));
    }

    [Theory]
    [MemberData(nameof(StoresAndKinds))]
    public async Task A_command_that_a_section_cannot_commit_is_refused_where_it_is_added(string store, SectionKind kind)
    {
        await using var host = new TestWallets(store);
        var (rich, poor) = await OpenTwoAsync(host);
        var other = (await host.Wallets.OpenAsync("user-3", "USD", cancellationToken: Token)).Wallet;

        await host.RunAsync(kind, [rich.Id, poor.Id], section =>
        {
            Assert.Throws<ArgumentNullException>(() => section.Add(null!));
            Assert.Throws<InvalidAmountException>(() => section.Add(new Deposit(rich.Id, 0m)));
            (string Field, Action Use)[] refused =
            [
                ("walletId", () => section.Add(new Deposit(other.Id, 1m))),
                ("walletId", () => section.Add(new Transfer(rich.Id, other.Id, 1m))),
                ("walletId", () => section.Add(new Transfer(other.Id, rich.Id, 1m))),
                ("walletId", () => section.Add(new OpenWallet(new WalletId(Guid.CreateVersion7()), "user-4", rich.Currency))),
                ("walletId", () => _ = section[other.Id]),
                ("reference", () => section.Add(new Deposit(rich.Id, 1m) { Reference = "" })),
                ("command", () => section.Add(new PayRebate(new TransactionId(rich.Id, 2), 1m))),
            ];
            Assert.All(refused, each => Assert.Equal(each.Field, Assert.Throws<InvalidInputException>(each.Use).Field));
            section.Add(new Deposit(poor.Id, 1m));
        });

        Assert.Equal((100m, 1m), (await host.BalanceAsync(rich.Id), await host.BalanceAsync(poor.Id)));
    }

    [Theory]
    [MemberData(nameof(StoresAndKinds))]
    public async Task A_section_takes_no_commands_after_its_end(string store, SectionKind kind)
    {
        await using var host = new TestWallets(store);
        var wallet = await host.OpenWithAsync(100m);
        WalletSection? kept = null;

        await host.RunAsync(kind, [wallet.Id], section => (kept = section).Add(new Deposit(wallet.Id, 1m)));

        Assert.Throws<InvalidOperationException>(() => kept!.Add(new Deposit(wallet.Id, 1m)));
        Assert.Equal(101m, await host.BalanceAsync(wallet.Id));
    }

    [Theory]
    [MemberData(nameof(StoresAndKinds))]
    public async Task A_section_with_a_missing_wallet_does_not_run_its_decision(string store, SectionKind kind)
    {
        await using var host = new TestWallets(store);
        var wallet = await host.OpenWithAsync(100m);
        var unknown = new WalletId(Guid.CreateVersion7());

        var refusal = await Assert.ThrowsAsync<WalletNotFoundException>(() => host.RunAsync(kind, [wallet.Id, unknown], _ => Assert.Fail("It was asked.")));

        Assert.Equal(unknown, refusal.WalletId);
        await host.Wallets.DepositAsync(wallet.Id, 1m, cancellationToken: Token).WaitAsync(s_guard, Token);
    }

    [Theory]
    [MemberData(nameof(StoresAndKinds))]
    public async Task Its_deposits_earn_rebates_that_are_paid_at_once(string store, SectionKind kind)
    {
        await using var host = new TestWallets(store);
        var wallet = (await host.Wallets.OpenAsync("user-1", "USD", cancellationToken: Token)).Wallet;

        await host.RunAsync(kind, [wallet.Id], section => section.Add(new Deposit(wallet.Id, 100m)));

        await host.Get<RebateSignal>().WaitAsync(Token).AsTask().WaitAsync(s_guard, Token);
        Assert.Equal(1, (await host.Rebates.ProcessPendingAsync(Token)).Paid);
    }

    [Fact]
    public async Task Settings_out_of_their_ranges_are_refused_by_name()
    {
        await using var host = new TestWallets(TestWallets.InMemory);
        var wallet = await host.OpenWithAsync(100m);
        (string Field, WalletId[] Wallets, SectionOptions Options)[] refused =
        [
            ("walletIds", [], new()),
            ("maxAttempts", [wallet.Id], new() { MaxAttempts = 0 }),
            ("maxAttempts", [wallet.Id], new() { MaxAttempts = 1_001 }),
            ("timeout", [wallet.Id], new() { Timeout = TimeSpan.Zero }),
            ("timeout", [wallet.Id], new() { Timeout = TimeSpan.FromHours(1) + TimeSpan.FromTicks(1) }),
        ];

        foreach (var kind in Enum.GetValues<SectionKind>())
        {
            foreach (var (field, wallets, options) in refused)
            {
                Assert.Equal(field, (await Assert.ThrowsAsync<InvalidInputException>(() => host.RunAsync(kind, wallets, _ => Assert.Fail("It was asked."), options))).Field);
            }

            await Assert.ThrowsAsync<ArgumentNullException>(() => host.RunAsync(kind, null!, _ => { }));
            await host.RunAsync(kind, [wallet.Id], _ => { }, new() { MaxAttempts = 1_000, Timeout = TimeSpan.FromHours(1) });
        }

        await Assert.ThrowsAsync<ArgumentNullException>(() => host.Wallets.ExecuteLockedAsync([wallet.Id], null!, cancellationToken: Token));
        await Assert.ThrowsAsync<ArgumentNullException>(() => host.Wallets.ExecuteOptimisticAsync([wallet.Id], null!, cancellationToken: Token));
    }

    /// <summary>One wallet with 100.00, and one with nothing.</summary>
    private static async Task<(Wallet Rich, Wallet Poor)> OpenTwoAsync(TestWallets host) =>
        (await host.OpenWithAsync(100m), (await host.Wallets.OpenAsync("user-2", "USD", cancellationToken: Token)).Wallet);
}
