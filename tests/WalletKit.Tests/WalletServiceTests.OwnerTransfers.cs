using Microsoft.Extensions.DependencyInjection;
using WalletKit.Commands;
using WalletKit.DependencyInjection;
using WalletKit.Model.Money;
using WalletKit.Tests.Sections;

namespace WalletKit.Tests;

public sealed partial class WalletServiceTests
{
    private static readonly TransferOptions s_byOwner = new()
    {
        IsByOwner = true,
        Reference = "rent",
        Metadata = new Dictionary<string, string> { ["note"] = "for May" },
    };

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task A_policy_limits_which_wallets_owners_pay_and_does_not_limit_the_host(string store)
    {
        var policy = new TestPolicy { Forbidden = "user-3" };
        await using var host = new TestWallets(store, wallets => wallets.AddTransferPolicy(_ => policy).AddTransferPolicy(_ => new TestPolicy()));
        var wallet = await host.OpenWithAsync(100m);
        var friend = (await host.Wallets.OpenAsync("user-2", "USD", cancellationToken: Token)).Wallet;
        var stranger = (await host.Wallets.OpenAsync("user-3", "USD", cancellationToken: Token)).Wallet;

        await host.Wallets.TransferAsync(wallet.Id, friend.Id, 1m, s_byOwner, Token);
        var refusal = await Assert.ThrowsAsync<TransferNotAllowedException>(() => host.Wallets.TransferAsync(wallet.Id, stranger.Id, 2m, s_byOwner, Token));
        await host.Wallets.TransferAsync(wallet.Id, stranger.Id, 4m, cancellationToken: Token);

        Assert.Equal(("transfer_not_allowed", wallet.Id, stranger.Id), (refusal.Code, refusal.Payer, refusal.Payee));
        Assert.Equal([("user-1", "user-2", 1m), ("user-1", "user-3", 2m)], policy.Asked);
        Assert.Equal((95m, 1m, 4m), (await host.BalanceAsync(wallet.Id), await host.BalanceAsync(friend.Id), await host.BalanceAsync(stranger.Id)));
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task A_transfer_that_was_done_is_replayed_whatever_the_policy_says_by_then(string store)
    {
        var policy = new TestPolicy();
        await using var host = new TestWallets(store, wallets => wallets.AddTransferPolicy(_ => policy));
        var wallet = await host.OpenWithAsync(100m);
        var other = (await host.Wallets.OpenAsync("user-2", "USD", cancellationToken: Token)).Wallet;
        var options = s_byOwner with { IdempotencyKey = "key" };
        await host.Wallets.TransferAsync(wallet.Id, other.Id, 1m, options, Token);
        policy.Forbidden = "user-2";

        Assert.True((await host.Wallets.TransferAsync(wallet.Id, other.Id, 1m, options, Token)).Replayed);
        await Assert.ThrowsAsync<TransferNotAllowedException>(() => host.Wallets.TransferAsync(wallet.Id, other.Id, 1m, options with { IdempotencyKey = "other" }, Token));
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task A_policy_is_not_asked_about_wallets_that_are_not_there_and_its_failure_changes_nothing(string store)
    {
        var policy = new TestPolicy { Failure = new InvalidOperationException("the policy is broken.") };
        await using var host = new TestWallets(store, wallets => wallets.AddTransferPolicy(_ => policy));
        var wallet = await host.OpenWithAsync(100m);
        var other = (await host.Wallets.OpenAsync("user-2", "USD", cancellationToken: Token)).Wallet;
        var nobody = new WalletId(Guid.CreateVersion7());

        await Assert.ThrowsAsync<WalletNotFoundException>(() => host.Wallets.TransferAsync(nobody, other.Id, 1m, s_byOwner, Token));
        await Assert.ThrowsAsync<WalletNotFoundException>(() => host.Wallets.TransferAsync(wallet.Id, nobody, 1m, s_byOwner, Token));
        await Assert.ThrowsAsync<InvalidInputException>(() => host.Wallets.TransferAsync(wallet.Id, wallet.Id, 1m, s_byOwner, Token));
        Assert.Same(policy.Failure, await Assert.ThrowsAsync<InvalidOperationException>(() => host.Wallets.TransferAsync(wallet.Id, other.Id, 1m, s_byOwner, Token)));

        Assert.Equal(wallet, await host.Wallets.GetWalletAsync(wallet.Id, Token));
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task An_owner_transfers_no_less_than_the_least_amount_of_the_sources_currency(string store)
    {
        await using var host = new TestWallets(store, wallets => wallets.AddOwnerTransfers(options => options.MinAmounts["USD"] = 5m).AddExchangeRates(_ => new TestRates { Rate = 2m }));
        var wallet = await host.OpenWithAsync(100m);
        var euros = (await host.Wallets.OpenAsync("user-2", "EUR", cancellationToken: Token)).Wallet;

        var refusal = await Assert.ThrowsAsync<InvalidAmountException>(() => host.Wallets.TransferAsync(wallet.Id, euros.Id, 4.99m, s_byOwner, Token));
        await host.Wallets.TransferAsync(wallet.Id, euros.Id, 5m, s_byOwner, Token);
        await host.Wallets.TransferAsync(euros.Id, wallet.Id, 0.01m, s_byOwner, Token);
        await host.Wallets.TransferAsync(wallet.Id, euros.Id, 0.01m, cancellationToken: Token);

        Assert.Equal((4.99m, "4.99 is less than 5 USD, the least that an owner may transfer"), (refusal.Amount, refusal.Message[refusal.Message.IndexOf("4.99", StringComparison.Ordinal)..].TrimEnd('.')));
    }

    [Theory]
    [InlineData(TestWallets.InMemory, null, "rent", false)]
    [InlineData(TestWallets.InMemory, PayeeTexts.All, "rent", true)]
    [InlineData(TestWallets.InMemory, PayeeTexts.None, null, false)]
    [InlineData(TestWallets.Sqlite, null, "rent", false)]
    [InlineData(TestWallets.Sqlite, PayeeTexts.All, "rent", true)]
    [InlineData(TestWallets.Sqlite, PayeeTexts.None, null, false)]
    public async Task The_payee_of_an_owner_keeps_the_reference_alone_unless_set_otherwise_and_the_payer_keeps_all(string store, PayeeTexts? set, string? reference, bool keepsMetadata)
    {
        await using var host = new TestWallets(store, wallets => wallets.AddOwnerTransfers(options => options.PayeeKeeps = set ?? options.PayeeKeeps));
        var wallet = await host.OpenWithAsync(100m);
        var other = (await host.Wallets.OpenAsync("user-2", "USD", cancellationToken: Token)).Wallet;
        var options = s_byOwner with { IdempotencyKey = "key" };

        var (byOwner, again) = (await host.Wallets.TransferAsync(wallet.Id, other.Id, 1m, options, Token), await host.Wallets.TransferAsync(wallet.Id, other.Id, 1m, options, Token));
        var byHost = await host.Wallets.TransferAsync(wallet.Id, other.Id, 1m, s_byOwner with { IsByOwner = false }, Token);

        Assert.All([byOwner.Outgoing, byHost.Outgoing, byHost.Incoming], leg => Assert.Equal(("rent", "for May"), (leg.Reference, leg.Metadata.GetValueOrDefault("note"))));
        Assert.Equal((reference, keepsMetadata ? 1 : 0), (byOwner.Incoming.Reference, byOwner.Incoming.Metadata.Count));
        Assert.Equal(byOwner.Incoming, await host.Wallets.GetTransactionAsync(byOwner.Incoming.Id, Token));
        Assert.Equal(byOwner.Incoming, again.Incoming);
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task The_same_transfer_under_one_key_by_an_owner_and_by_the_host_is_one_transfer(string store)
    {
        await using var host = new TestWallets(store);
        var wallet = await host.OpenWithAsync(100m);
        var other = (await host.Wallets.OpenAsync("user-2", "USD", cancellationToken: Token)).Wallet;
        var byOwner = s_byOwner with { IdempotencyKey = "key", Rounding = MidpointRounding.ToZero };

        var first = await host.Wallets.TransferAsync(wallet.Id, other.Id, 1m, byOwner, Token);
        var again = await host.Wallets.TransferAsync(wallet.Id, other.Id, 1m, byOwner with { IsByOwner = false, Rounding = MidpointRounding.ToEven }, Token);

        Assert.Equal((true, first.Outgoing, first.Incoming), (again.Replayed, again.Outgoing, again.Incoming));
    }

    [Fact]
    public void Settings_of_owners_transfers_that_break_a_rule_are_named()
    {
        static string? Check(Action<OwnerTransferOptions> set)
        {
            var options = new OwnerTransferOptions();
            set(options);
            return new OwnerTransferOptionsValidator().Validate(null, options).FailureMessage;
        }

        Assert.Null(Check(_ => { }));
        Assert.Null(Check(options => options.MinAmounts["USD"] = 0.01m));
        Assert.Equal("OwnerTransferOptions.PayeeKeeps is 7; it must be All or Reference or None.", Check(options => options.PayeeKeeps = (PayeeTexts)7));
        Assert.Equal("OwnerTransferOptions.MinAmounts names 0 for 'USD'; it must name more than zero for the code of a currency.", Check(options => options.MinAmounts["USD"] = 0m));
        Assert.Equal("OwnerTransferOptions.MinAmounts names 1 for 'usd'; it must name more than zero for the code of a currency.", Check(options => options.MinAmounts["usd"] = 1m));
    }

    private sealed class TestPolicy : ITransferPolicy
    {
        /// <summary>The owner whose wallets may not be paid.</summary>
        public string? Forbidden { get; set; }

        public Exception? Failure { get; init; }

        public List<(string Payer, string Payee, decimal Amount)> Asked { get; } = [];

        public bool Allows(Wallet source, Wallet destination, decimal amount)
        {
            Asked.Add((source.OwnerId, destination.OwnerId, amount));
            return Failure is null ? destination.OwnerId != Forbidden : throw Failure;
        }
    }
}
