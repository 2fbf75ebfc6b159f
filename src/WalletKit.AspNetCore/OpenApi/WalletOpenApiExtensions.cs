using Microsoft.AspNetCore.OpenApi;

namespace WalletKit.AspNetCore;

/// <summary>Describes the endpoints for OpenAPI.</summary>
public static class WalletOpenApiExtensions
{
    /// <summary>Adds to a document what the endpoints of WalletKit take, give and refuse: parameters, headers, schemas, examples and problems.</summary>
    /// <param name="options">The options that <c>AddOpenApi</c> gives.</param>
    public static OpenApiOptions AddWalletApi(this OpenApiOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.AddSchemaTransformer<OpenApi.WalletSchemas>();
        options.AddOperationTransformer<OpenApi.WalletOperations>();
        return options;
    }
}
