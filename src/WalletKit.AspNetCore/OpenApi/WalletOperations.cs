using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.OpenApi;
using WalletKit.AspNetCore.Access;
using WalletKit.AspNetCore.Binding;
using WalletKit.AspNetCore.Endpoints;

namespace WalletKit.AspNetCore.OpenApi;

/// <summary>The parameters and headers that the endpoints read for themselves, and the answers that all of them have.</summary>
internal sealed class WalletOperations : IOpenApiOperationTransformer
{
    public Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        if (metadata.OfType<RequiredPolicy>().LastOrDefault() is not { } policy)
        {
            return Task.CompletedTask;
        }

        var path = context.Description.RelativePath ?? "";
        operation.Parameters ??= [];
        operation.Responses ??= [];
        foreach (var parameter in PathOf(path).Concat(QueryOf(context.Description.HttpMethod, path)))
        {
            operation.Parameters.Add(parameter);
        }

        if (metadata.OfType<KeyedEndpoint>().Any())
        {
            operation.Parameters.Add(Header(RequestReading.IdempotencyKeyHeader, "Makes the call safe to repeat: the same key and content gets the first answer. 1 to 200 characters.", "order-7"));
            operation.Parameters.Add(Header("If-Match", "The one ETag that the wallet must have, as it was given out, or *.", "\"5\""));
            AddReplayed(operation.Responses);
        }

        if (operation.RequestBody?.Content is { } content && content.Remove(Describing.AnyContentType, out var body))
        {
            content["application/json"] = body;
        }

        if (!metadata.OfType<OpenToAll>().Any())
        {
            operation.Description = $"Asks for the policy {policy.Name}.";
        }
        else if (metadata.OfType<IAllowAnonymous>().Any())
        {
            operation.Responses.Remove("401");
            operation.Responses.Remove("403");
        }

        foreach (var (status, response) in operation.Responses)
        {
            if (response is OpenApiResponse plain)
            {
                Describe(plain, int.Parse(status, CultureInfo.InvariantCulture), metadata.OfType<VersionedEndpoint>().Any());
            }
        }

        return Task.CompletedTask;
    }

    private static IEnumerable<OpenApiParameter> PathOf(string path)
    {
        if (path.Contains("{walletId}", StringComparison.Ordinal))
        {
            yield return Path("walletId", new OpenApiSchema { Type = JsonSchemaType.String, Format = "uuid" }, "The wallet.");
        }

        if (path.Contains("{holdId}", StringComparison.Ordinal))
        {
            yield return Path("holdId", Number(1, null), "The number of the hold within its wallet.");
        }

        if (path.Contains("{sequence}", StringComparison.Ordinal))
        {
            yield return Path("sequence", Number(1, null), "The sequence of the transaction within its wallet.");
        }
    }

    private static IEnumerable<OpenApiParameter> QueryOf(string? method, string path)
    {
        if (method != "GET")
        {
            yield break;
        }

        if (!path.Contains("{walletId}", StringComparison.Ordinal))
        {
            yield return Query("ownerId", new OpenApiSchema { Type = JsonSchemaType.String }, "Whose wallets.", isRequired: true);
            yield return Query("limit", Number(1, WalletListOptions.MaxLimit), "How many at most; 50 unless given.");
            yield return Query("cursor", new OpenApiSchema { Type = JsonSchemaType.String }, "The nextCursor of the page before.");
        }
        else if (path.EndsWith("/transactions", StringComparison.Ordinal))
        {
            yield return Query("limit", Number(1, HistoryOptions.MaxLimit), "How many at most; 50 unless given.");
            yield return Query("cursor", new OpenApiSchema { Type = JsonSchemaType.String }, "The nextCursor of the page before.");
            yield return Query("order", new OpenApiSchema { Type = JsonSchemaType.String, Enum = ["newest", "oldest"] }, "Which end comes first; newest unless given.");
        }
    }

    private static OpenApiSchema Number(int min, int? max) => new()
    {
        Type = JsonSchemaType.Integer,
        Format = "int64",
        Minimum = min.ToString(CultureInfo.InvariantCulture),
        Maximum = max?.ToString(CultureInfo.InvariantCulture),
    };

    private static OpenApiParameter Path(string name, OpenApiSchema schema, string description) =>
        new() { Name = name, In = ParameterLocation.Path, Required = true, Schema = schema, Description = description };

    private static OpenApiParameter Query(string name, OpenApiSchema schema, string description, bool isRequired = false) =>
        new() { Name = name, In = ParameterLocation.Query, Required = isRequired, Schema = schema, Description = description };

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
