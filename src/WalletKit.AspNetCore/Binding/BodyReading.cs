using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace WalletKit.AspNetCore.Binding;

/// <summary>Reads bodies, or throws a <see cref="RefusedRequestException"/> that names the field.</summary>
internal static class BodyReading
{
    /// <summary>Reads the body.</summary>
    /// <param name="http">The request.</param>
    /// <param name="type">The type of the body.</param>
    /// <param name="empty">The value that an empty body stands for; null where there must be a body.</param>
    public static async ValueTask<T> ReadBodyAsync<T>(this HttpContext http, JsonTypeInfo<T> type, T? empty = null)
        where T : class
    {
        var limit = http.RequestServices.GetRequiredService<IOptions<WalletApiOptions>>().Value.MaxBodyBytes;
        var body = WithoutByteOrderMark(await ReadAllAsync(http, limit).ConfigureAwait(false));
        if (body.Length == 0)
        {
            return empty ?? throw RefusedRequestException.Malformed("body", "must be given");
        }

        if (!http.Request.HasJsonContentType())
        {
            throw new RefusedRequestException(StatusCodes.Status415UnsupportedMediaType, "unsupported_media_type", "Content-Type", "must be application/json");
        }

        try
        {
            return JsonSerializer.Deserialize(body.Span, type) ?? throw RefusedRequestException.Malformed("body", "must be an object");
        }
        catch (JsonException exception)
        {
            throw BodyFault.Find(exception, body, type);
        }
    }

    // RFC 8259 lets a reader ignore a byte order mark, and some clients write one.
    private static ReadOnlyMemory<byte> WithoutByteOrderMark(ReadOnlyMemory<byte> body) =>
        body.Span.StartsWith(Encoding.UTF8.Preamble) ? body[Encoding.UTF8.Preamble.Length..] : body;

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
}
