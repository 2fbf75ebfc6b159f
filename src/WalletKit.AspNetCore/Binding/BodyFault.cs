using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace WalletKit.AspNetCore.Binding;

/// <summary>Finds the fault in a body that the serializer refuses. The serializer's own messages name types of this library, which callers do not know.</summary>
internal static class BodyFault
{
    public static RefusedRequestException Find(JsonException exception, ReadOnlyMemory<byte> body, JsonTypeInfo type)
    {
        if (JsonSyntax.FaultOf(body.Span) is { } broken)
        {
            return RefusedRequestException.Malformed("body", broken);
        }

        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? FindField(exception, document.RootElement, type)
                : RefusedRequestException.Malformed("body", "must be an object");
        }
        catch (InvalidOperationException)
        {
            return RefusedRequestException.Malformed("body", "must have names of well-formed Unicode");
        }
    }

    private static RefusedRequestException FindField(JsonException exception, JsonElement body, JsonTypeInfo type)
    {
        string[] given = [.. body.EnumerateObject().Select(property => property.Name)];
        var known = type.Properties.Select(property => property.Name).ToHashSet(StringComparer.Ordinal);
        if (given.FirstOrDefault(name => !known.Contains(name)) is { } unknown)
        {
            return RefusedRequestException.Malformed(unknown, "is no field of this call");
        }

        if (given.GroupBy(name => name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1)?.Key is { } repeated)
        {
            return RefusedRequestException.Malformed(repeated, "must be given once");
        }

        if (type.Properties.FirstOrDefault(property => property.IsRequired && !given.Contains(property.Name, StringComparer.Ordinal)) is { } missing)
        {
            return RefusedRequestException.Malformed(missing.Name, "must be given");
        }

        return type.Properties.FirstOrDefault(property => property.Name == NameIn(exception.Path)) is { } refused && body.TryGetProperty(refused.Name, out var value)
            ? RefusedRequestException.Malformed(refused.Name, RuleOf(exception, refused.PropertyType, value))
            : RefusedRequestException.Malformed("body", "must be JSON as the call needs it");
    }

    // "$.amount" is the field amount, and "$.metadata.key" is a part of a field; the rest of the path is the caller's own text, of any length.
    private static string? NameIn(string? path) => path is not null && path.StartsWith("$.", StringComparison.Ordinal) ? path[2..].Split('.', '[')[0] : null;

    // The converters of amounts describe the fault themselves, in a sentence that continues after the name of the field.
    private static string RuleOf(JsonException exception, Type type, JsonElement value) =>
        exception.InnerException is null && exception.Message.Split(' ') is ["must" or "has" or "is", ..]
            ? exception.Message.Split(" Path: ")[0].TrimEnd('.')
            : (Nullable.GetUnderlyingType(type) ?? type) switch
            {
                var text when text == typeof(string) => value.ValueKind == JsonValueKind.String ? "must be well-formed Unicode" : "must be a text",
                var flag when flag == typeof(bool) => "must be true or false",
                var number when number == typeof(long) => "must be a whole number",
                _ => "must be an object of texts, each under a name of its own",
            };
}
