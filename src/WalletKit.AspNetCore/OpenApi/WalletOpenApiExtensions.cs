using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using WalletKit.AspNetCore.OpenApi;

namespace WalletKit.AspNetCore;

/// <summary>Describes the endpoints for OpenAPI.</summary>
public static class WalletOpenApiExtensions
{
    /// <summary>Adds to a document the details of WalletKit's endpoints.</summary>
    /// <remarks>
    /// The details are parameters, headers, schemas, security, examples and problems. The security schemes come from the host's authentication, as far as they
    /// are known: bearer tokens, JWT or other, and cookies. A host describes other schemes itself.
    /// </remarks>
    /// <param name="options">The options that <c>AddOpenApi</c> gives.</param>
    /// <param name="describeSchemes">
    /// Describes schemes by their names in the host's authentication, in place of the known descriptions; null to describe none.
    /// </param>
    public static OpenApiOptions AddWalletApi(this OpenApiOptions options, Action<IDictionary<string, OpenApiSecurityScheme>>? describeSchemes = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        var described = new Dictionary<string, OpenApiSecurityScheme>(StringComparer.Ordinal);
        describeSchemes?.Invoke(described);
        options.AddSchemaTransformer<OpenApi.WalletSchemas>();
        options.AddOperationTransformer(new OpenApi.WalletOperations(new OpenApi.SecuritySchemes(described)));
        return options;
    }
}
