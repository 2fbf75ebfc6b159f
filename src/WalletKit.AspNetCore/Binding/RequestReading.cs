using System.Buffers;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using WalletKit.AspNetCore.Endpoints;

namespace WalletKit.AspNetCore.Binding;

/// <summary>What a request says, or an <see cref="InvalidInputException"/> that names the field.</summary>
internal static class RequestReading
{
    public const string IdempotencyKeyHeader = "Idempotency-Key";

    private const int MaxNameLength = 64;

    // The first version of a wallet is 1.
    private const long NoVersion = 0;

    /// <summary>Reads the body.</summary>
    /// <param name="http">The request.</param>
    /// <param name="type">What the body is.</param>
    /// <param name="empty">What an empty body stands for; null where there must be one.</param>
    public static async ValueTask<T> ReadBodyAsync<T>(this HttpContext http, JsonTypeInfo<T> type, T? empty = null)
        where T : class
    {
        var limit = http.RequestServices.GetRequiredService<IOptions<WalletApiOptions>>().Value.MaxBodyBytes;
        var body = await ReadAllAsync(http, limit).ConfigureAwait(false);
        if (body.Length == 0)
        {
            return empty ?? throw Malformed("body", "must be given");
        }

        if (!http.Request.HasJsonContentType())
        {
            throw new RefusedRequestException(StatusCodes.Status415UnsupportedMediaType, "unsupported_media_type", "Content-Type", "must be application/json");
        }

        try
        {
            return JsonSerializer.Deserialize(body.Span, type) ?? throw Malformed("body", "must be an object");
        }
        catch (JsonException exception)
        {
            throw Malformed(exception, body, type);
        }
    }

    /// <summary>Refuses whatever body there is: the call takes none.</summary>
    public static async ValueTask RefuseBodyAsync(this HttpContext http)
    {
        if (await http.Request.Body.ReadAsync(new byte[1], http.RequestAborted).ConfigureAwait(false) > 0)
        {
            throw Malformed("body", "must be empty: the call takes none");
        }
    }

    /// <summary>The wallet in the path.</summary>
    public static WalletId ReadWalletId(this HttpContext http) => ToWalletId("walletId", (string?)http.GetRouteValue("walletId"));

    /// <summary>A positive number in the path.</summary>
    public static long ReadNumber(this HttpContext http, string name)
    {
        var text = (string?)http.GetRouteValue(name);
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
            ? number
            : throw new InvalidInputException(name, text, "must be a whole number of 1 or more");
    }

    // The framework would let white space around it pass, and a sign or 0x in place of digits.
    public static WalletId ToWalletId(string field, string? text) =>
        Guid.TryParseExact(text, "D", out var id) && id != Guid.Empty && id.ToString().Equals(text, StringComparison.OrdinalIgnoreCase)
            ? new WalletId(id)
            : throw new InvalidInputException(field, text, "must be the id of a wallet");

    /// <summary>The idempotency key of the header; null where there is none.</summary>
    public static string? ReadIdempotencyKey(this HttpContext http)
    {
        var values = http.Request.Headers[IdempotencyKeyHeader];
        return values.Count switch
        {
            0 => null,
            1 => values[0] is { Length: > 0 } key ? key : throw new InvalidInputException(IdempotencyKeyHeader, "", "must have 1 to 200 characters"),
            _ => throw new InvalidInputException(IdempotencyKeyHeader, values.Count, "must be given once"),
        };
    }

    /// <summary>
    /// The version that <c>If-Match</c> names; null where there is none, or <c>*</c>. Another tag than one that was given out, and a weak one, matches no version,
    /// as RFC 9110 compares them.
    /// </summary>
    public static long? ReadExpectedVersion(this HttpContext http)
    {
        var values = http.Request.Headers.IfMatch;
        if (values.Count == 0 || values is ["*"])
        {
            return null;
        }

        if (values is not [{ } text] || !EntityTagHeaderValue.TryParse(text, out var tag) || tag.Tag == "*")
        {
            throw new InvalidInputException("If-Match", values.ToString(), "must be one ETag of the wallet, such as \"5\", or *; a list is not taken");
        }

        return !tag.IsWeak
            && long.TryParse(tag.Tag.AsSpan()[1..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            && tag.Tag.Equals(Answering.TagOf(version), StringComparison.Ordinal)
            ? version
            : NoVersion;
    }

    private static async ValueTask<ReadOnlyMemory<byte>> ReadAllAsync(HttpContext http, int limit)
    {
        if (http.Request.ContentLength > limit)
        {
            throw TooLarge(limit);
        }

        var buffer = new ArrayBufferWriter<byte>();
        while (await http.Request.Body.ReadAsync(buffer.GetMemory(4096), http.RequestAborted).ConfigureAwait(false) is > 0 and var read)
        {
            buffer.Advance(read);
            if (buffer.WrittenCount > limit)
            {
                throw TooLarge(limit);
            }
        }

        return buffer.WrittenMemory;
    }

    private static RefusedRequestException TooLarge(int limit) =>
        new(StatusCodes.Status413PayloadTooLarge, "body_too_large", "body", $"must have at most {limit} bytes");

    private static RefusedRequestException Malformed(string field, string rule) =>
        new(StatusCodes.Status400BadRequest, "invalid_input", field, rule);

    private static RefusedRequestException Malformed(JsonException exception, ReadOnlyMemory<byte> body, JsonTypeInfo type)
    {
        // "$.amount" is the field amount, "$.metadata.key" a part of one; the rest of the path is the caller's own text, and as long as he likes.
        var name = exception.Path is { Length: > 2 } path && path.StartsWith("$.", StringComparison.Ordinal) ? path[2..].Split('.', '[')[0] : "";
        if (type.Properties.Any(property => property.Name == name))
        {
            return Malformed(name, RuleOf(exception));
        }

        var (field, rule) = Misfit(body, type);
        return Malformed(field, rule);
    }

    // What the serializer does not name: a field too many, or one too few.
    private static (string Field, string Rule) Misfit(ReadOnlyMemory<byte> body, JsonTypeInfo type)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            string[] given = document.RootElement.ValueKind == JsonValueKind.Object ? [.. document.RootElement.EnumerateObject().Select(property => property.Name)] : [];
            var known = type.Properties.Select(property => property.Name).ToHashSet(StringComparer.Ordinal);
            return document.RootElement.ValueKind != JsonValueKind.Object ? ("body", "must be an object")
                : given.FirstOrDefault(name => !known.Contains(name)) is { } unknown ? (Short(unknown), "is no field of this call")
                : given.GroupBy(name => name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1)?.Key is { } repeated ? (repeated, "must be given once")
                : type.Properties.FirstOrDefault(property => property.IsRequired && !given.Contains(property.Name, StringComparer.Ordinal))?.Name is { } missing ? (missing, "must be given")
                : ("body", "must be JSON as the call needs it");
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return ("body", "must be JSON");
        }
    }

    // Never in the middle of a character of two.
    private static string Short(string name) =>
        name.Length <= MaxNameLength ? name : name[..(char.IsHighSurrogate(name[MaxNameLength - 1]) ? MaxNameLength - 1 : MaxNameLength)];

    // The serializer's own sentences name types of this library, which are nobody's business but for those of amounts.
    private static string RuleOf(JsonException exception) =>
        exception.InnerException is null && exception.Message is { } message && (message.StartsWith("must ", StringComparison.Ordinal) || message.StartsWith("has ", StringComparison.Ordinal) || message.StartsWith("is ", StringComparison.Ordinal))
            ? message.Split(" Path: ")[0].TrimEnd('.')
            : "must be of the type that the call needs, and be given once";
}
