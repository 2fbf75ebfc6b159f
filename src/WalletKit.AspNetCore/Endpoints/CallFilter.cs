using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using WalletKit.AspNetCore.Binding;
using WalletKit.Rules;

namespace WalletKit.AspNetCore.Endpoints;

/// <summary>What all calls have in common: no answer is stored, and a query holds nothing that the call does not take.</summary>
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

    // A filter with a slip in its name would return everything, and look as if it had been heeded.
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
