using WalletKit.Commands;
using WalletKit.Digests;
using WalletKit.Rules;
using WalletKit.Service.Erasing;
using WalletKit.Stores;

namespace WalletKit.Tests;

public sealed partial class WalletServiceTests
{
    [Theory]
    [MemberData(nameof(Stores))]
    public async Task An_owner_is_erased_with_all_wallets_and_books_digests_and_statements_still_hold(string store)
    {
        await using var host = new TestWallets(store);
        var other = await host.OpenWithAsync(100m);
        var wallets = new List<WalletId>();
        foreach (var name in new[] { "main", "savings" })
        {
            var wallet = (await host.Wallets.OpenAsync("erika", "USD", name, cancellationToken: Token)).Wallet;
            await host.Wallets.TransferAsync(other.Id, wallet.Id, 5m, new() { Reference = "rent" }, Token);
            await host.Wallets.WithdrawAsync(wallet.Id, 5m, new() { Reference = "erika" }, Token);
            await host.Wallets.CloseAsync(wallet.Id, cancellationToken: Token);
            wallets.Add(wallet.Id);
        }

        using var manifest = new MemoryStream();
        var digest = await host.Get<IWalletDigests>().WriteAsync(manifest, Token);
        host.Time.Advance(TimeSpan.FromHours(1));
        var now = host.Time.GetUtcNow();
        var before = await host.Wallets.GetStatementAsync(wallets[0], DateTimeOffset.MinValue, now, cancellationToken: Token);

        var erased = await host.Wallets.EraseOwnerAsync("erika", new() { Actor = "clerk", Reason = "asked for" }, Token);

        Assert.Equal(wallets, erased.Select(receipt => receipt.Event.WalletId));
        Assert.Empty(await host.Wallets.StreamWalletsAsync("erika", Token).ToListAsync(Token));
        Assert.Empty(await host.Wallets.EraseOwnerAsync("erika", cancellationToken: Token));
        var after = await host.Wallets.GetStatementAsync(wallets[0], DateTimeOffset.MinValue, now, cancellationToken: Token);
        Assert.Equal((before.OpeningBalance, before.ClosingBalance, before.Count), (after.OpeningBalance, after.ClosingBalance, after.Count));
        Assert.All(await host.Wallets.StreamTransactionsAsync(wallets[0], cancellationToken: Token).ToListAsync(Token), each => Assert.True(each is { IsErased: true, Reference: null }));
        Assert.Equal("rent", (await host.Wallets.GetTransactionAsync(new(other.Id, 3), Token)).Reference);
        Assert.Equal([], (await host.Get<IWalletAudit>().AuditAsync(cancellationToken: Token)).Findings.Select(finding => finding.ToString()));
        manifest.Position = 0;
        Assert.Equal([], (await host.Get<IWalletDigests>().VerifyAsync(manifest, digest.Head, cancellationToken: Token)).Findings.Select(finding => finding.ToString()));
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task An_owner_with_an_open_wallet_is_not_erased_by_half(string store)
    {
        await using var host = new TestWallets(store);
        var closed = (await host.Wallets.OpenAsync("erika", "USD", "a closed one", cancellationToken: Token)).Wallet;
        await host.Wallets.CloseAsync(closed.Id, cancellationToken: Token);
        var open = (await host.Wallets.OpenAsync("erika", "USD", "an open one", cancellationToken: Token)).Wallet;

        var refusal = await Assert.ThrowsAsync<WalletNotClosedException>(() => host.Wallets.EraseOwnerAsync("erika", cancellationToken: Token));

        Assert.Equal(open.Id, refusal.WalletId);
        Assert.Equal("erika", (await host.Wallets.GetWalletAsync(closed.Id, Token)).OwnerId);
        Assert.Equal(2, (await host.Wallets.EraseOwnerAsync("erika", new() { IncludeOpen = true }, Token)).Count);
        Assert.Equal((WalletStatus.Active, ""), ((await host.Wallets.GetWalletAsync(open.Id, Token)).Status, (await host.Wallets.GetWalletAsync(open.Id, Token)).OwnerId));
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task An_erasure_that_was_interrupted_is_ended_by_the_sweep(string store)
    {
        await using var host = new TestWallets(store);
        var wallet = await host.OpenWithAsync(5m);
        await host.Wallets.DepositAsync(wallet.Id, 1m, new() { Reference = "erika" }, Token);

        // The commit alone, which is all that a process does that ends right after it.
        Assert.Null((await host.Store.CommitAsync(new CommandBatch(new EraseWallet(wallet.Id) { IncludeOpen = true }), Token)).Refusal);
        var sweep = host.Get<TextSweep>();

        Assert.Equal(store == TestWallets.InMemory ? 0 : 1, await sweep.RunAllAsync(Token));
        Assert.Equal(0, await sweep.RunAllAsync(Token));
        Assert.Empty(await host.Store.ListErasuresAsync(10, Token));
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task An_erasure_that_was_interrupted_is_ended_by_the_next_call_for_its_wallet_or_for_any_owner(string store)
    {
        await using var host = new TestWallets(store);
        foreach (var isForOwner in new[] { false, true })
        {
            var wallet = (await host.Wallets.OpenAsync($"erika {isForOwner}", "USD", cancellationToken: Token)).Wallet;
            await host.Wallets.DepositAsync(wallet.Id, 1m, new() { Reference = "erika" }, Token);
            Assert.Null((await host.Store.CommitAsync(new CommandBatch(new EraseWallet(wallet.Id) { IncludeOpen = true }), Token)).Refusal);
            Assert.Equal(store == TestWallets.InMemory ? [] : [wallet.Id], await host.Store.ListErasuresAsync(10, Token));

            if (isForOwner)
            {
                Assert.Empty(await host.Wallets.EraseOwnerAsync(wallet.OwnerId, new() { IncludeOpen = true }, Token));
            }
            else
            {
                await Assert.ThrowsAsync<WalletAlreadyErasedException>(() => host.Wallets.EraseAsync(wallet.Id, new() { IncludeOpen = true }, Token));
            }

            Assert.Empty(await host.Store.ListErasuresAsync(10, Token));
        }
    }

    [Fact]
    public async Task Only_EraseAsync_erases_because_it_deletes_the_texts_too()
    {
        await using var host = new TestWallets(TestWallets.InMemory);
        var wallet = await host.OpenWithAsync(5m);

        var refusal = await Assert.ThrowsAsync<InvalidInputException>(() => host.Wallets.ExecuteAsync([new EraseWallet(wallet.Id)], cancellationToken: Token));

        Assert.Contains("EraseAsync", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_secrets_of_a_wallet_come_from_the_hosts_random_bits_and_not_from_the_caller()
    {
        await using var host = new TestWallets(TestWallets.InMemory);
        var known = WalletSecrets.From(new Random(1));
        var walletId = new WalletId(Guid.CreateVersion7());

        await host.Wallets.ExecuteAsync([new OpenWallet(walletId, "owner", Currency.FromIso("USD")) { Secrets = known }], cancellationToken: Token);

        var secrets = await host.Store.Books.FindSecretsAsync(walletId, Token);
        Assert.NotEqual(known, secrets);
        Assert.NotEqual(secrets!.Texts, secrets.Keys);
        Assert.DoesNotContain(Convert.ToHexStringLower(Bytes(secrets.Texts)), $"{secrets}", StringComparison.OrdinalIgnoreCase);

        static byte[] Bytes(Secret secret)
        {
            var bytes = new byte[Secret.Size];
            secret.CopyTo(bytes);
            return bytes;
        }
    }
}
