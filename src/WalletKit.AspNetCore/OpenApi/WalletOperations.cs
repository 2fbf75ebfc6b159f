using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.OpenApi;
using WalletKit.AspNetCore.Access;
using WalletKit.AspNetCore.Binding;
using WalletKit.AspNetCore.Endpoints;
using WalletKit.Rules;

namespace WalletKit.AspNetCore.OpenApi;

/// <summary>The parameters and headers that the endpoints read for themselves, and the answers that all of them have.</summary>
internal sealed class WalletOperations(SecuritySchemes schemes) : IOpenApiOperationTransformer
{
    public async Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        if (metadata.OfType<RequiredPolicy>().LastOrDefault() is not { } policy)
        {
            return;
        }

        operation.Parameters ??= [];
        operation.Responses ??= [];
        AddParameters(operation.Parameters, context.Description.RelativePath ?? "", metadata);
        if (operation.RequestBody?.Content is { } content && content.Remove(Describing.AnyContentType, out var body))
        {
            content["application/json"] = body;
        }

        if (metadata.OfType<KeyedEndpoint>().Any())
        {
            AddReplayed(operation.Responses);
        }

        await DescribeAccessAsync(operation, policy, metadata, context).ConfigureAwait(false);
        foreach (var (status, response) in operation.Responses)
        {
            if (response is OpenApiResponse plain)
            {
                Describe(plain, int.Parse(status, CultureInfo.InvariantCulture), metadata.OfType<VersionedEndpoint>().Any());
            }
        }
    }

    private static void AddParameters(IList<IOpenApiParameter> parameters, string path, IList<object> metadata)
    {
        foreach (var parameter in PathOf(path).Concat(metadata.OfType<QueryParameterSet>().SelectMany(set => set.Parameters).Select(Query)))
        {
            parameters.Add(parameter);
        }

        if (metadata.OfType<KeyedEndpoint>().Any())
        {
            parameters.Add(Header(IdempotencyKeyReading.Header, "Makes the call safe to repeat: the same key and content gets the first answer. 1 to 200 characters; k and \"k\" are one key.", "\"order-7\""));
            parameters.Add(Header("If-Match", "The one ETag that the wallet must have, in the form in which it was given out, or *. The field version of the body asks for the same.", "\"5\""));
        }
    }

    private async Task DescribeAccessAsync(OpenApiOperation operation, RequiredPolicy policy, IList<object> metadata, OpenApiOperationTransformerContext context)
    {
        var isOpen = metadata.OfType<OpenToAll>().Any();
        if (!isOpen)
        {
            operation.Description = $"Asks for the policy {policy.Name}.";
        }

        if (isOpen && metadata.OfType<IAllowAnonymous>().Any())
        {
            operation.Responses!.Remove("401");
            operation.Responses.Remove("403");
        }
        else if (context.Document is { } document && await schemes.RequireAsync(document, metadata, context.ApplicationServices).ConfigureAwait(false) is { Count: > 0 } security)
        {
            operation.Security = security;
        }
    }

    private static IEnumerable<OpenApiParameter> PathOf(string path)
    {
        if (path.Contains("{walletId}", StringComparison.Ordinal))
        {
            yield return Path("walletId", new OpenApiSchema { Type = JsonSchemaType.String, Format = "uuid" }, "The wallet.");
        }

        if (path.Contains("{holdId}", StringComparison.Ordinal))
        {
            yield return Path("holdId", Number(), "The number of the hold within its wallet.");
        }

        if (path.Contains("{version}", StringComparison.Ordinal))
        {
            yield return Path("version", Number(), "The version of the transaction, which is the version of its wallet right after it.");
        }
    }

    private static OpenApiSchema Number() => new() { Type = JsonSchemaType.Integer, Format = "int64", Minimum = "1" };

    private static OpenApiParameter Path(string name, OpenApiSchema schema, string description) =>
        new() { Name = name, In = ParameterLocation.Path, Required = true, Schema = schema, Description = description };

    private static OpenApiParameter Query(QueryParameter parameter) =>
        new() { Name = parameter.Name, In = ParameterLocation.Query, Required = parameter.IsRequired, Schema = parameter.Schema(), Description = parameter.Description };

    private static OpenApiParameter Header(string name, string description, string example) => new()
    {
        Name = name,
        In = ParameterLocation.Header,
        Schema = new OpenApiSchema { Type = JsonSchemaType.String },
        Description = description,
        Example = example,
    };

    private static void Describe(OpenApiResponse response, int status, bool isVersioned)
    {
        response.Description = WalletProblems.Of(status) ?? ReasonPhrases.GetReasonPhrase(status);
        if (status < 300 && isVersioned)
        {
            AddHeader(response, "ETag", "The version of the wallet, for If-Match.");
        }

        switch (status)
        {
            case 201:
                AddHeader(response, "Location", "Where it is.");
                break;
            case 503:
                AddHeader(response, "Retry-After", "In how many seconds to try again.");
                break;
        }
    }

    private static void AddReplayed(OpenApiResponses responses)
    {
        foreach (var response in responses.Where(response => response.Key.StartsWith('2')).Select(response => response.Value).OfType<OpenApiResponse>())
        {
            AddHeader(response, Answering.ReplayedHeader, "true where this is the answer of an earlier call under the same key.");
        }
    }

    private static void AddHeader(OpenApiResponse response, string name, string description)
    {
        response.Headers ??= new Dictionary<string, IOpenApiHeader>(StringComparer.Ordinal);
        response.Headers[name] = new OpenApiHeader { Description = description, Schema = new OpenApiSchema { Type = JsonSchemaType.String } };
    }
}
