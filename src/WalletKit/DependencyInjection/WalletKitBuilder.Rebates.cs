using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using WalletKit;
using WalletKit.DependencyInjection;
using WalletKit.Rebates;

namespace Microsoft.Extensions.DependencyInjection;

/// <content>Rebates, which are off until one of these methods is called.</content>
public sealed partial class WalletKitBuilder
{
    /// <summary>Turns rebates on: each deposit earns 1 % of its amount.</summary>
    public WalletKitBuilder AddRebates()
    {
        Services.TryAddSingleton<PercentageRebatePolicy>();
        Services.TryAddSingleton<RebatePolicies>();
        Services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, RebateWorker>());
        return this;
    }

    /// <summary>Turns rebates on: each deposit earns 1 % of its amount, unless set otherwise.</summary>
    /// <param name="configure">Sets how rebates are earned and paid.</param>
    public WalletKitBuilder AddRebates(Action<RebateOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        Services.Configure(configure);
        return AddRebates();
    }

    /// <summary>Turns rebates on, with settings that follow a configuration section.</summary>
    /// <remarks>
    /// A reload that breaks a setting, or takes the section away, changes nothing: the last good settings stay in force, and an error is logged.
    /// </remarks>
    /// <param name="section">The section with the properties of <see cref="RebateOptions"/> by their names, and nothing else. It must exist when the host starts.</param>
    public WalletKitBuilder AddRebates(IConfigurationSection section)
    {
        ArgumentNullException.ThrowIfNull(section);
        Services.Configure<RebateOptions>(section, static binder => binder.ErrorOnUnknownConfiguration = true);
        Services.AddSingleton<IValidateOptions<RebateOptions>>(new RebateSectionValidator(section));
        return AddRebates();
    }

    /// <summary>Turns rebates on, by a policy of the host's own; see <see cref="AddRebatePolicy{TPolicy}"/>.</summary>
    /// <typeparam name="TPolicy">The type of the policy.</typeparam>
    public WalletKitBuilder AddRebates<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TPolicy>()
        where TPolicy : class, IRebatePolicy => AddRebatePolicy<TPolicy>();

    /// <summary>Turns rebates on, by a policy of the host's own; see <see cref="AddRebatePolicy{TPolicy}"/>.</summary>
    /// <typeparam name="TPolicy">The type of the policy.</typeparam>
    /// <param name="configure">Sets how rebates are earned and paid.</param>
    public WalletKitBuilder AddRebates<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TPolicy>(Action<RebateOptions> configure)
        where TPolicy : class, IRebatePolicy => AddRebates(configure).AddRebatePolicy<TPolicy>();

    /// <summary>Adds a rebate policy of the host's own, and turns rebates on.</summary>
    /// <remarks>
    /// The policy added last is in force for new deposits; the others still settle the rebates that were earned under them. Each question to the policy
    /// resolves it in a scope of its own; it is a scoped service unless the host registers the type itself.
    /// </remarks>
    /// <typeparam name="TPolicy">The type of the policy.</typeparam>
    public WalletKitBuilder AddRebatePolicy<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TPolicy>()
        where TPolicy : class, IRebatePolicy
    {
        Services.TryAddScoped<TPolicy>();
        return AddRebatePolicy(static services => services.GetRequiredService<TPolicy>());
    }

    /// <summary>Adds a rebate policy of the host's own, and turns rebates on.</summary>
    /// <remarks>
    /// The policy added last is in force for new deposits; the others still settle the rebates that were earned under them.
    /// </remarks>
    /// <param name="create">
    /// Called for each question to the policy, with the services of a scope of its own. The policy that it returns is not disposed of.
    /// </param>
    public WalletKitBuilder AddRebatePolicy(Func<IServiceProvider, IRebatePolicy> create)
    {
        ArgumentNullException.ThrowIfNull(create);
        Services.AddSingleton(new RebatePolicyRegistration(create));
        return AddRebates();
    }
}
