using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using WalletKit.AspNetCore.Binding;
using WalletKit.Rules;

namespace WalletKit.AspNetCore.Endpoints;

/// <summary>The rules for all calls: no answer is stored, and a query has only parameters that the call takes.</summary>
internal sealed class CallFilter(IOptions<WalletApiOptions> options) : IEndpointFilter
{
    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        if (http.IsForWallets())
        {
            http.SetNoStore();
            RefuseUnknown(http);
        }

        return next(context);
    }

    // If an unknown parameter were ignored, a misspelled filter would return everything and look as if it had worked.
    private void RefuseUnknown(HttpContext http)
    {
        var known = http.GetEndpoint()?.Metadata.GetMetadata<QueryParameterSet>()?.Parameters ?? [];
        foreach (var name in http.Request.Query.Keys)
        {
            if (!known.Any(parameter => parameter.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) && !options.Value.HostQueryParameters.Contains(name))
            {
                throw RefusedRequestException.Malformed(name.Length == 0 ? "query" : name, $"is no parameter of this call, which takes {Names(known)}");
            }
        }
    }

    private static string Names(IReadOnlyList<QueryParameter> parameters) =>
        parameters.Count == 0 ? "none" : string.Join(", ", parameters.Select(parameter => parameter.Name));
}
