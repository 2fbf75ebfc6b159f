using WalletKit.Commands;

namespace WalletKit.Tests.Sections;

/// <summary>Which of the two ways a section is run.</summary>
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
        var token = cancellationToken ?? TestContext.Current.CancellationToken;
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
        (await host.Wallets.GetBalanceAsync(walletId, TestContext.Current.CancellationToken)).Balance;
}
