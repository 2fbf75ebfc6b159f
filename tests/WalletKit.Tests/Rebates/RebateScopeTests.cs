using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace WalletKit.Tests.Rebates;

/// <summary>Policies that need an object of a scope, such as a DbContext.</summary>
public sealed class RebateScopeTests
{
    private const int Deposits = 40;

    private readonly Visits _visits = new();

    public static TheoryData<string> Registrations => ["by type", "by a factory", "with AddRebates"];

    [Theory]
    [MemberData(nameof(Registrations))]
    public async Task Each_calculation_and_each_deposit_has_a_scope_of_its_own_which_ends_with_it(string registration)
    {
        await using var services = Build(wallets => _ = registration switch
        {
            "by type" => wallets.AddRebatePolicy<ScopedPolicy>(),
            "by a factory" => wallets.AddRebatePolicy(provider => new ScopedPolicy(provider.GetRequiredService<UnitOfWork>())),
            _ => wallets.AddRebates<ScopedPolicy>(rebates => rebates.MaxConcurrency = 16),
        });
        await EarnAsync(services);
        Assert.Equal((Deposits, Deposits), _visits.Counts);

        var pass = await services.GetRequiredService<IRebateService>().ProcessPendingAsync(Token);

        // There is one more scope for the name.
        Assert.Equal((Deposits, 0), (pass.Paid, pass.Failed));
        Assert.Equal(((2 * Deposits) + 1, (2 * Deposits) + 1), _visits.Counts);
        Assert.Equal(0, _visits.Shared);
    }

    [Fact]
    public async Task A_scope_outlives_the_attempt_that_gave_its_calculation_up_and_ends_with_the_calculation()
    {
        var (begun, answer) = (new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), new TaskCompletionSource<decimal>(TaskCreationOptions.RunContinuationsAsynchronously));
        await using var services = Build(wallets => wallets
            .AddRebatePolicy(provider => new DeafPolicy(provider.GetRequiredService<UnitOfWork>(), begun, answer.Task))
            .AddRebates(rebates => rebates.AttemptTimeout = TimeSpan.FromMilliseconds(1)));
        await EarnAsync(services, 1);

        Assert.Equal(1, (await services.GetRequiredService<IRebateService>().ProcessPendingAsync(Token).Guarded()).Failed);

        await begun.Task.Guarded();
        Assert.Equal(_visits.Counts.Made - 1, _visits.Counts.Disposed);
        answer.SetResult(1m);
        while (_visits.Counts.Disposed < _visits.Counts.Made)
        {
            await Task.Yield();
        }
    }

    [Fact]
    public async Task A_policy_that_is_registered_as_a_singleton_stays_one_and_is_disposed_of_with_the_host_alone()
    {
        SharedPolicy policy;
        await using (var services = Build(wallets => wallets.AddRebates<SharedPolicy>(), services => services.AddSingleton<SharedPolicy>()))
        {
            policy = services.GetRequiredService<SharedPolicy>();
            await EarnAsync(services);
            Assert.Equal(Deposits, (await services.GetRequiredService<IRebateService>().ProcessPendingAsync(Token)).Paid);
            Assert.Equal((Deposits, false), (policy.Calculations, policy.IsDisposed));
        }

        Assert.True(policy.IsDisposed);
    }

    [Fact]
    public async Task A_policy_that_a_factory_returns_is_disposed_of_by_the_host()
    {
        using var policy = new SharedPolicy();
        await using (var services = Build(wallets => wallets.AddRebatePolicy(_ => policy)))
        {
            await EarnAsync(services);
            Assert.Equal(Deposits, (await services.GetRequiredService<IRebateService>().ProcessPendingAsync(Token)).Paid);
        }

        Assert.Equal((Deposits, false), (policy.Calculations, policy.IsDisposed));
    }

    [Fact]
    public async Task A_policy_that_cannot_be_made_or_has_no_name_fails_the_start_of_the_host()
    {
        var unmade = await Assert.ThrowsAsync<InvalidOperationException>(() => StartAsync(wallets => wallets.AddRebates<ScopedPolicy>()));
        Assert.Contains(nameof(UnitOfWork), unmade.Message, StringComparison.Ordinal);

        var unnamed = await Assert.ThrowsAsync<InvalidInputException>(() => StartAsync(wallets => wallets.AddRebatePolicy(_ => new TestPolicy((_, _) => new(1m), ""))));
        Assert.Equal("rebate policy '' must have 1 to 200 characters.", unnamed.Message);
    }

    private static async Task StartAsync(Action<WalletKitBuilder> configure)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddWalletKit(wallets => configure(wallets.UseInMemory()));
        using var host = builder.Build();
        await host.StartAsync(Token);
    }

    private static async Task EarnAsync(ServiceProvider services, int deposits = Deposits)
    {
        var wallets = services.GetRequiredService<IWalletService>();
        var wallet = (await wallets.OpenAsync("owner", "USD", cancellationToken: Token)).Wallet.Id;
        await Task.WhenAll(Enumerable.Range(0, deposits).Select(_ => wallets.DepositAsync(wallet, 1m, cancellationToken: Token)));
    }

    private ServiceProvider Build(Action<WalletKitBuilder> configure, Action<IServiceCollection>? more = null)
    {
        var services = new ServiceCollection();
        services.AddSingleton(_visits);
        services.AddScoped<UnitOfWork>();
        services.AddWalletKit(wallets => configure(wallets.UseInMemory()));
        more?.Invoke(services);
        return services.BuildServiceProvider(validateScopes: true);
    }

    private sealed class ScopedPolicy(UnitOfWork work) : IRebatePolicy
    {
        public string Name => "scoped";

        public string? TermsFor(Deposit deposit) => work is null ? null : "terms";

        public async ValueTask<decimal> CalculateAsync(RebateContext context, CancellationToken cancellationToken) => await work.AskAsync(async () =>
        {
            await Task.Yield();
            return 0.5m;
        });
    }

    private sealed class DeafPolicy(UnitOfWork work, TaskCompletionSource begun, Task<decimal> answer) : IRebatePolicy
    {
        public string Name => "deaf";

        public string? TermsFor(Deposit deposit) => "terms";

        public async ValueTask<decimal> CalculateAsync(RebateContext context, CancellationToken cancellationToken)
        {
            begun.TrySetResult();
            return await work.AskAsync(() => answer);
        }
    }

    private sealed class SharedPolicy : IRebatePolicy, IDisposable
    {
        private int _calculations;

        public int Calculations => _calculations;

        public bool IsDisposed { get; private set; }

        public string Name => "shared";

        public string? TermsFor(Deposit deposit) => "terms";

        public ValueTask<decimal> CalculateAsync(RebateContext context, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _calculations);
            return new(0.5m);
        }

        public void Dispose() => IsDisposed = true;
    }
}
