using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace WalletKit.AspNetCore.OpenApi;

/// <summary>Adds to schemas what the types do not say: the form of amounts, and an example of each body.</summary>
internal sealed class WalletSchemas : IOpenApiSchemaTransformer
{
    private const string Id = "0198c5a2-7c3e-7b1a-9f2e-3d5c8a4b6e10";

    private const string Unsigned = @"^[0-9]+(\.[0-9]+)?$";
    private const string Signed = @"^-?[0-9]+(\.[0-9]+)?$";

    private static readonly HashSet<string> s_amounts = new(StringComparer.Ordinal)
    {
        "amount", "available", "balance", "balanceAfter", "captured", "closingBalance", "counterpartAmount", "creditLimit", "held", "openingBalance", "remaining", "total", "wallets",
    };

    private static readonly Dictionary<Type, Func<JsonNode>> s_examples = new()
    {
        [typeof(OpenWalletRequest)] = () => new JsonObject { ["ownerId"] = "user-1", ["currency"] = "USD" },
        [typeof(MoneyRequest)] = () => new JsonObject { ["amount"] = "100.10", ["currency"] = "USD", ["reference"] = "order-7" },
        [typeof(TransferRequest)] = () => new JsonObject { ["to"] = Id, ["amount"] = "25.00" },
        [typeof(HoldRequest)] = () => new JsonObject { ["amount"] = "40.00", ["expiresInSeconds"] = 3600 },
        [typeof(CaptureRequest)] = () => new JsonObject { ["amount"] = "15.00", ["keepOpen"] = true },
        [typeof(ReverseRequest)] = () => new JsonObject { ["reference"] = "refund-7" },
        [typeof(VoidRequest)] = () => new JsonObject { ["version"] = 5 },
        [typeof(CreditLimitRequest)] = () => new JsonObject { ["limit"] = "50.00", ["reason"] = "a good customer" },
        [typeof(StateRequest)] = () => new JsonObject { ["reason"] = "card reported stolen" },
        [typeof(EraseRequest)] = () => new JsonObject { ["reason"] = "asked for by mail" },
        [typeof(EraseOwnerRequest)] = () => new JsonObject { ["ownerId"] = "user-1", ["reason"] = "asked for by mail" },
        [typeof(ProblemResponse)] = () => new JsonObject
        {
            ["type"] = "about:blank",
            ["title"] = "Bad Request",
            ["status"] = 400,
            ["detail"] = $"wallet {Id} has 30.00 available, less than the 40 requested.",
            ["code"] = "insufficient_funds",
        },
    };

    public Task TransformAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        var type = Nullable.GetUnderlyingType(context.JsonTypeInfo.Type) ?? context.JsonTypeInfo.Type;
        if (type == typeof(RequestAmount))
        {
            // Numbers are read as well, and exactly. If the schema declared them, they would become binary fractions in generated clients.
            schema.Type = JsonSchemaType.String;
            schema.Pattern = Unsigned;
            schema.Properties?.Clear();
            schema.Required?.Clear();
            schema.Description = "An amount in units: a string of its digits. More decimals than the currency has are refused.";
            schema.Examples = ["100.10"];
        }
        else if (s_examples.TryGetValue(type, out var example))
        {
            schema.Examples = [example()];
        }
        else if (context.JsonPropertyInfo is { } property && property.DeclaringType.Assembly == typeof(WalletSchemas).Assembly)
        {
            Correct(schema, property);
        }

        return Task.CompletedTask;
    }

    private static void Correct(OpenApiSchema schema, JsonPropertyInfo property)
    {
        // The options of the host may accept numbers as text, which these endpoints do not accept.
        if (schema.Type is { } type && type.HasFlag(JsonSchemaType.Integer))
        {
            schema.Type = type & ~JsonSchemaType.String;
            schema.Pattern = null;
        }

        if (property.PropertyType == typeof(string) && s_amounts.Contains(property.Name))
        {
            schema.Pattern = Signed;
            schema.Description = "An amount in units: a string with all decimals of its currency.";
        }

        if (property.Name == "code" && property.DeclaringType == typeof(ProblemResponse))
        {
            schema.Description = $"The code of the error, for programs. The codes are stable, and a later release may add more. {WalletProblems.Codes}.";
        }
    }
}
