using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using WalletKit.AspNetCore.Binding;
using WalletKit.AspNetCore.Problems;

namespace WalletKit.AspNetCore.Endpoints;

/// <summary>Describes an endpoint once for the routing, the authorization and OpenAPI: its input, its answers, its refusals and its policy.</summary>
internal static class Describing
{
    public const string AnyContentType = "*/*";

    public static RouteHandlerBuilder ForReading(this RouteHandlerBuilder endpoint) => endpoint.WithMetadata(new RequiredPolicy(WalletPolicies.Read));

    public static RouteHandlerBuilder ForSpending(this RouteHandlerBuilder endpoint) => endpoint.WithMetadata(new RequiredPolicy(WalletPolicies.Spend));

    public static RouteHandlerBuilder ForOperating(this RouteHandlerBuilder endpoint) => endpoint.WithMetadata(new RequiredPolicy(WalletPolicies.Operate));

    public static RouteHandlerBuilder IsKeyed(this RouteHandlerBuilder endpoint) => endpoint.WithMetadata(new KeyedEndpoint());

    // The routing accepts any content type. Its own refusal of a content type would come before authorization, and without a problem.
    public static RouteHandlerBuilder Takes<T>(this RouteHandlerBuilder endpoint, bool isOptional = false)
        where T : notnull => endpoint.WithMetadata(new AcceptsMetadata([AnyContentType], typeof(T), isOptional))
            .MayRefuse(StatusCodes.Status408RequestTimeout, StatusCodes.Status413PayloadTooLarge, StatusCodes.Status415UnsupportedMediaType);

    /// <summary>Says which parameters the query may have; every other one is refused.</summary>
    public static RouteHandlerBuilder TakesQuery(this RouteHandlerBuilder endpoint, params IReadOnlyList<QueryParameter> parameters) =>
        endpoint.WithMetadata(new QueryParameterSet(parameters));

    public static RouteHandlerBuilder Gives<T>(this RouteHandlerBuilder endpoint, params int[] statuses)
    {
        foreach (var status in statuses is [] ? [StatusCodes.Status200OK] : statuses)
        {
            endpoint.WithMetadata(new ProducesResponseTypeMetadata(status, typeof(T), ["application/json"]));
        }

        return endpoint;
    }

    /// <summary>Marks an endpoint that answers with the version of the wallet.</summary>
    public static RouteHandlerBuilder GivesVersion(this RouteHandlerBuilder endpoint) => endpoint.WithMetadata(new VersionedEndpoint());

    /// <summary>Whether the call reached an endpoint of WalletKit, and not one that the host added to its group.</summary>
    public static bool IsForWallets(this HttpContext http) => http.GetEndpoint()?.Metadata.GetMetadata<RequiredPolicy>() is not null;

    /// <summary>Names the statuses with which an endpoint may refuse, beside the statuses of every endpoint.</summary>
    public static RouteHandlerBuilder MayRefuse(this RouteHandlerBuilder endpoint, params int[] statuses)
    {
        foreach (var status in statuses.Union([401, 403, 500, 503]).Order())
        {
            endpoint.WithMetadata(new ProducesResponseTypeMetadata(status, typeof(ProblemResponse), [Problems.Problem.ContentType]));
        }

        return endpoint;
    }
}

/// <summary>The policy that an endpoint requires.</summary>
internal sealed record RequiredPolicy(string Name);

/// <summary>Marks an endpoint that takes an idempotency key and an expected version.</summary>
internal sealed class KeyedEndpoint;

/// <summary>Marks an endpoint that answers with the version of the wallet.</summary>
internal sealed class VersionedEndpoint;
