using Microsoft.OpenApi;

namespace WalletKit.AspNetCore.Binding;

/// <summary>A parameter of the query, declared once for the check of queries and for OpenAPI.</summary>
/// <param name="Name">The name, read whatever its case.</param>
/// <param name="Description">The meaning of the parameter.</param>
/// <param name="Schema">The schema of its value.</param>
/// <param name="IsRequired">Whether the call needs the parameter.</param>
internal sealed record QueryParameter(string Name, string Description, Func<OpenApiSchema> Schema, bool IsRequired = false);

/// <summary>Marks an endpoint with the parameters that its query may have.</summary>
internal sealed record QueryParameterSet(IReadOnlyList<QueryParameter> Parameters);
