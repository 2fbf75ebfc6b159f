using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace WalletKit.AspNetCore.Binding;

/// <summary>Reads the parameters of a query, or throws an <see cref="InvalidInputException"/> that names the parameter.</summary>
internal static class QueryReading
{
    private const int DefaultLimit = 50;
    private static readonly string[] s_times = ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz"];

    /// <summary>A parameter that may be given once; null where it is not given.</summary>
    public static string? Find(this IQueryCollection query, QueryParameter parameter) => query[parameter.Name] switch
    {
        [] => null,
        [{ Length: > 0 } only] => only,
        [_] => throw new InvalidInputException(parameter.Name, null, "must not be empty"),
        _ => throw new InvalidInputException(parameter.Name, null, "must be given once"),
    };

    /// <summary>A parameter that the call needs.</summary>
    public static string Get(this IQueryCollection query, QueryParameter parameter) =>
        query.Find(parameter) ?? throw new InvalidInputException(parameter.Name, null, "must be given");

    /// <summary>The number of entries that a page has at most.</summary>
    public static int GetLimit(this IQueryCollection query) => query.Find(QueryParameters.Limit) is not { } limit ? DefaultLimit
        : char.IsAsciiDigit(limit[^1]) && int.TryParse(limit, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= HistoryOptions.MaxLimit ? number
        : throw new InvalidInputException(QueryParameters.Limit.Name, limit, $"must be from 1 to {HistoryOptions.MaxLimit}");

    /// <summary>A place in a list that is ordered by a number; 0 for its beginning.</summary>
    public static long GetPlace(this IQueryCollection query) => query.Find(QueryParameters.Cursor) is not { } cursor ? 0
        : char.IsAsciiDigit(cursor[^1]) && long.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out var place) ? place
        : throw new InvalidInputException(QueryParameters.Cursor.Name, cursor, "must be the next cursor of a page of the same list");

    /// <summary>A time that the call needs.</summary>
    public static DateTimeOffset GetTime(this IQueryCollection query, QueryParameter parameter) => ToTime(parameter, query.Get(parameter));

    /// <summary>A time; null where it is not given.</summary>
    public static DateTimeOffset? FindTime(this IQueryCollection query, QueryParameter parameter) =>
        query.Find(parameter) is { } text ? ToTime(parameter, text) : null;

    // Without an offset, a time would mean another moment on each server. A plus sign that was not escaped arrives as a space.
    private static DateTimeOffset ToTime(QueryParameter parameter, string text) =>
        DateTimeOffset.TryParseExact(text, s_times, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time
            : throw new InvalidInputException(parameter.Name, text, "must be a time with its offset, such as 2026-01-31T08:00:00Z, or 2026-01-31T09:00:00%2B01:00 with its plus sign escaped");
}
