using Microsoft.OpenApi;

namespace WalletKit.AspNetCore.Binding;

/// <summary>A parameter of the query, said once for the refusal of all others and for OpenAPI.</summary>
/// <param name="Name">Its name, read whatever its case.</param>
/// <param name="Description">What it asks for.</param>
/// <param name="Schema">What it looks like.</param>
/// <param name="IsRequired">Whether the call needs it.</param>
internal sealed record QueryParameter(string Name, string Description, Func<OpenApiSchema> Schema, bool IsRequired = false);

/// <summary>Marks an endpoint with the parameters that its query may have.</summary>
internal sealed record QueryParameterSet(IReadOnlyList<QueryParameter> Parameters);
