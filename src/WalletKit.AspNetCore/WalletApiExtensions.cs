using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WalletKit.AspNetCore.Access;
using WalletKit.AspNetCore.Endpoints;
using WalletKit.AspNetCore.OpenApi;

namespace WalletKit.AspNetCore;

/// <summary>Adds the endpoints of WalletKit to a host.</summary>
public static partial class WalletApiExtensions
{
    /// <summary>
    /// Adds what the endpoints need, authorization policies included. The host adds its own authentication, and <c>AddWalletKit()</c>. A host with its own
    /// <see cref="IAuthorizationMiddlewareResultHandler"/> adds that one first.
    /// </summary>
    /// <param name="services">The services of the host.</param>
    /// <param name="configure">Sets who is an owner or an operator, and limits; null for the defaults.</param>
    public static IServiceCollection AddWalletApi(this IServiceCollection services, Action<WalletApiOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddOptions<WalletApiOptions>().Validate(AreValid, "WalletApiOptions: MaxBodyBytes must be 1,024 to 1,048,576, RetryAfter 1 second to 1 hour.").ValidateOnStart();
        if (configure is not null)
        {
            services.Configure(configure);
        }

        // For OpenAPI in a host without reflection; where there is some, it comes first.
        services.ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolverChain.Add(WalletJson.Default));
        services.TryAddSingleton<WalletAccess>();
        services.TryAddSingleton<MappingCount>();
        services.TryAddEnumerable(ServiceDescriptor.Transient<IApiDescriptionProvider, HeadDescriptions>());
        services.AddAuthorization();
        ChallengeProblems.AddTo(services);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IConfigureOptions<AuthorizationOptions>, WalletPolicyDefaults>());
        return services;
    }

    /// <summary>
    /// Maps the endpoints. Each asks for one of <see cref="WalletPolicies"/>. Mapped again, under another prefix, they have a number at the end of their names.
    /// </summary>
    /// <param name="endpoints">The host's endpoints.</param>
    /// <param name="prefix">Where they are.</param>
    /// <returns>The group, for conventions of the host's own. Endpoints that the host adds to it ask for no policy of WalletKit's.</returns>
    /// <exception cref="InvalidOperationException">
    /// <see cref="AddWalletApi"/> or <c>AddWalletKit()</c> was not called, or an <see cref="IAuthorizationMiddlewareResultHandler"/> was registered after <see cref="AddWalletApi"/>.
    /// </exception>
    public static RouteGroupBuilder MapWallets(this IEndpointRouteBuilder endpoints, string prefix = "/wallets")
    {
        var group = Mapping.Map(endpoints, prefix);
        ((IEndpointConventionBuilder)group).Finally(endpoint =>
        {
            if (endpoint.Metadata.OfType<RequiredPolicy>().LastOrDefault() is { } policy)
            {
                if (endpoint.Metadata.OfType<IAllowAnonymous>().Any())
                {
                    throw new InvalidOperationException(
                        $"{nameof(MapWallets)}() is under AllowAnonymous(), which would open every wallet; {nameof(MapWalletsWithoutAuthorization)}() is the call that does so.");
                }

                // What is open for the group around them is open for them, and each owner would be an operator of all wallets.
                if (endpoint.Metadata.OfType<OpenToAll>().Any())
                {
                    throw new InvalidOperationException(
                        $"{nameof(MapWallets)}() and {nameof(MapWalletsWithoutAuthorization)}() are one within the other; map each beside the other.");
                }

                endpoint.Metadata.Add(new AuthorizeAttribute(policy.Name));
            }
        });
        return group;
    }

    /// <summary>
    /// Maps the endpoints without any policy: whoever reaches them is an operator of all wallets. For tests, and for networks that nobody else reaches.
    /// Authorization that the host asks for itself, on the group or around it, decides who reaches them; without any, everybody does.
    /// </summary>
    /// <inheritdoc cref="MapWallets"/>
    public static RouteGroupBuilder MapWalletsWithoutAuthorization(this IEndpointRouteBuilder endpoints, string prefix = "/wallets")
    {
        var group = Mapping.Map(endpoints, prefix);
        LogOpen(endpoints.ServiceProvider.GetRequiredService<ILoggerFactory>().CreateLogger("WalletKit.AspNetCore"), prefix);
        group.WithMetadata(new OpenToAll());
        ((IEndpointConventionBuilder)group).Finally(endpoint =>
        {
            // It goes before a fallback policy of the host's, but it would undo what the host asked for here.
            if (endpoint.Metadata.OfType<RequiredPolicy>().Any() && !endpoint.Metadata.Any(IsAuthorization))
            {
                endpoint.Metadata.Add(new AllowAnonymousAttribute());
            }
        });
        return group;
    }

    // All that the authorization middleware looks for.
    private static bool IsAuthorization(object metadata) => metadata is IAuthorizeData or AuthorizationPolicy or IAuthorizationRequirementData;

    private static bool AreValid(WalletApiOptions options) =>
        options.MaxBodyBytes is >= 1_024 and <= 1_048_576
        && options.RetryAfter >= TimeSpan.FromSeconds(1)
        && options.RetryAfter <= TimeSpan.FromHours(1)
        && options.OwnerId is not null
        && options.IsOperator is not null;

    [LoggerMessage(EventId = 401, Level = LogLevel.Warning, Message = "The wallets under {Prefix} are mapped WITHOUT AUTHORIZATION: whoever reaches them may move all money.")]
    private static partial void LogOpen(ILogger logger, string prefix);
}
