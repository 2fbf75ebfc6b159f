using WalletKit.Commands;

namespace WalletKit.Tests.Sections;

/// <summary>The two ways to run a section.</summary>
public enum SectionKind
{
    Locked,
    Optimistic,
}

internal static class SectionRunning
{
    public static Task<IReadOnlyList<CommandResult>> RunAsync(
        this TestWallets host,
        SectionKind kind,
        IReadOnlyCollection<WalletId> walletIds,
        Func<WalletSection, CancellationToken, Task> decide,
        SectionOptions? options = null,
        CancellationToken? cancellationToken = null)
    {
        var token = cancellationToken ?? Token;
        return kind == SectionKind.Locked
            ? host.Wallets.ExecuteLockedAsync(walletIds, decide, options, token)
            : host.Wallets.ExecuteOptimisticAsync(walletIds, decide, options, token);
    }

    public static Task<IReadOnlyList<CommandResult>> RunAsync(
        this TestWallets host, SectionKind kind, IReadOnlyCollection<WalletId> walletIds, Action<WalletSection> decide, SectionOptions? options = null) =>
        host.RunAsync(
            kind,
            walletIds,
            (section, _) =>
            {
                decide(section);
                return Task.CompletedTask;
            },
            options);

    public static async Task<decimal> BalanceAsync(this TestWallets host, WalletId walletId) =>
        (await host.Wallets.GetBalanceAsync(walletId, Token)).Balance;

    /// <summary>Checks that a failed section has left a wallet unchanged, and free for the next caller.</summary>
    public static async Task AssertLeftAloneAsync(this TestWallets host, Wallet wallet)
    {
        Assert.Equal(wallet, await host.Wallets.GetWalletAsync(wallet.Id, Token));
        await host.Wallets.DepositAsync(wallet.Id, 1m, cancellationToken: Token).WaitAsync(TimeSpan.FromSeconds(60), Token);
    }
}
