using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using WalletKit.AspNetCore.Endpoints;

namespace WalletKit.AspNetCore.OpenApi;

/// <summary>Leaves HEAD out of descriptions: it is GET without the body, and two operations must not have one name.</summary>
internal sealed class HeadDescriptions : IApiDescriptionProvider
{
    // This provider runs after all providers that find operations.
    public int Order => int.MaxValue;

    public void OnProvidersExecuting(ApiDescriptionProviderContext context)
    {
        // Nothing was found yet.
    }

    public void OnProvidersExecuted(ApiDescriptionProviderContext context)
    {
        for (var i = context.Results.Count - 1; i >= 0; i--)
        {
            if (context.Results[i] is { HttpMethod: { } method } operation && HttpMethods.IsHead(method) && operation.ActionDescriptor.EndpointMetadata.OfType<RequiredPolicy>().Any())
            {
                context.Results.RemoveAt(i);
            }
        }
    }
}
