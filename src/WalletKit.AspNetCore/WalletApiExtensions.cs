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
    /// <summary>Adds the services of the endpoints, including authorization policies.</summary>
    /// <remarks>
    /// The host adds its own authentication, and <c>AddWalletKit()</c>. A host with its own <see cref="IAuthorizationMiddlewareResultHandler"/> adds that
    /// handler before this call.
    /// </remarks>
    /// <param name="services">The services of the host.</param>
    /// <param name="configure">Sets which callers are owners and operators, and limits; null for the defaults.</param>
    public static IServiceCollection AddWalletApi(this IServiceCollection services, Action<WalletApiOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddOptions<WalletApiOptions>().Validate(AreValid, "WalletApiOptions: MaxBodyBytes must be 1,024 to 1,048,576, RetryAfter 1 second to 1 hour.").ValidateOnStart();
        if (configure is not null)
        {
            services.Configure(configure);
        }

        // This is for OpenAPI in a host without reflection. In a host with reflection, the reflection resolver comes first.
        services.ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolverChain.Add(WalletJson.Default));
        services.TryAddSingleton<WalletAccess>();
        services.TryAddSingleton<MappingCount>();
        services.TryAddEnumerable(ServiceDescriptor.Transient<IApiDescriptionProvider, HeadDescriptions>());
        services.AddAuthorization();
        ChallengeProblems.AddTo(services);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IConfigureOptions<AuthorizationOptions>, WalletPolicyDefaults>());
        return services;
    }

    /// <summary>Maps the endpoints, each of which requires one of <see cref="WalletPolicies"/>.</summary>
    /// <remarks>If they are mapped again, under another prefix, their names end with a number.</remarks>
    /// <param name="endpoints">The host's endpoints.</param>
    /// <param name="prefix">The path under which they are mapped.</param>
    /// <returns>The group, for conventions of the host's own. Endpoints that the host adds to the group require no policy of WalletKit.</returns>
    /// <exception cref="InvalidOperationException">
    /// <see cref="AddWalletApi"/> or <c>AddWalletKit()</c> was not called, or an <see cref="IAuthorizationMiddlewareResultHandler"/> was registered after
    /// <see cref="AddWalletApi"/>.
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

                // If the group around the endpoints is open, so are the endpoints, and each owner would be an operator of all wallets.
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

    /// <summary>Maps the endpoints without any policy: every caller is an operator of all wallets.</summary>
    /// <remarks>
    /// This is for tests, and for networks that no other caller can reach. The host may require authorization itself, on the group or around it; without any,
    /// everybody reaches the endpoints.
    /// </remarks>
    /// <inheritdoc cref="MapWallets"/>
    public static RouteGroupBuilder MapWalletsWithoutAuthorization(this IEndpointRouteBuilder endpoints, string prefix = "/wallets")
    {
        var group = Mapping.Map(endpoints, prefix);
        LogOpen(endpoints.ServiceProvider.GetRequiredService<ILoggerFactory>().CreateLogger("WalletKit.AspNetCore"), prefix);
        group.WithMetadata(new OpenToAll());
        ((IEndpointConventionBuilder)group).Finally(endpoint =>
        {
            // The attribute overrides a fallback policy of the host, but it would also undo the authorization that the host requires here.
            if (endpoint.Metadata.OfType<RequiredPolicy>().Any() && !endpoint.Metadata.Any(IsAuthorization))
            {
                endpoint.Metadata.Add(new AllowAnonymousAttribute());
            }
        });
        return group;
    }

    // These are all types that the authorization middleware looks for.
    private static bool IsAuthorization(object metadata) => metadata is IAuthorizeData or AuthorizationPolicy or IAuthorizationRequirementData;

    private static bool AreValid(WalletApiOptions options) =>
        options.MaxBodyBytes is >= 1_024 and <= 1_048_576
        && options.RetryAfter >= TimeSpan.FromSeconds(1)
        && options.RetryAfter <= TimeSpan.FromHours(1)
        && options.OwnerId is not null
        && options.IsOperator is not null;

    [LoggerMessage(EventId = 401, Level = LogLevel.Warning, Message = "The wallets under {Prefix} are mapped WITHOUT AUTHORIZATION: anybody that reaches them may move all money.")]
    private static partial void LogOpen(ILogger logger, string prefix);
}
