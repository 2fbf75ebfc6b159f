using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using WalletKit.AspNetCore.Access;
using WalletKit.AspNetCore.Binding;
using WalletKit.AspNetCore.Problems;
using WalletKit.Commands;

namespace WalletKit.AspNetCore.Endpoints;

/// <summary>Maps all endpoints; an app may map them more than once.</summary>
internal static class Mapping
{
    public static RouteGroupBuilder Map(IEndpointRouteBuilder endpoints, string prefix)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(prefix);
        var services = endpoints.ServiceProvider;
        if (services.GetService<MappingCount>() is not { } mappings)
        {
            throw new InvalidOperationException($"Call services.{nameof(WalletApiExtensions.AddWalletApi)}() before mapping the endpoints of WalletKit.");
        }

        // The check only looks for the service: an instance would open the store.
        if (services.GetService<IServiceProviderIsService>()?.IsService(typeof(IWalletService)) == false)
        {
            throw new InvalidOperationException("Call services.AddWalletKit() before mapping the endpoints of WalletKit: they have no wallets to work on.");
        }

        services.GetRequiredService<ChallengeProblems.Registration>().ThrowIfReplaced();
        var group = endpoints.MapGroup(prefix).WithTags("Wallets").AddEndpointFilter<ProblemFilter>().AddEndpointFilter<CallFilter>();
        WalletEndpoints.Map(group);
        TrialBalanceEndpoints.Map(group);
        HistoryEndpoints.Map(group);
        MoneyEndpoints.Map(group);
        HoldEndpoints.Map(group);
        StateEndpoints.Map(group);
        ((IEndpointConventionBuilder)group).Finally(AllowHead);
        if (mappings.Next() is > 1 and var number)
        {
            ((IEndpointConventionBuilder)group).Finally(endpoint => Rename(endpoint, number));
        }

        return group;
    }

    // RFC 9110: HEAD is GET without the body, which the server leaves out by itself.
    private static void AllowHead(EndpointBuilder endpoint)
    {
        if (endpoint.Metadata.OfType<RequiredPolicy>().Any() && endpoint.Metadata.OfType<IHttpMethodMetadata>().LastOrDefault() is { HttpMethods: ["GET"] })
        {
            endpoint.Metadata.Add(new HttpMethodMetadata([HttpMethods.Get, HttpMethods.Head]));
        }
    }

    // No two endpoints of an app may have one name.
    private static void Rename(EndpointBuilder endpoint, int number)
    {
        if (endpoint.Metadata.OfType<RequiredPolicy>().Any() && endpoint.Metadata.OfType<IEndpointNameMetadata>().LastOrDefault() is { } named)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"{named.EndpointName}{number}");
            endpoint.Metadata.Add(new EndpointNameMetadata(name));
            endpoint.Metadata.Add(new RouteNameMetadata(name));
        }
    }
}
