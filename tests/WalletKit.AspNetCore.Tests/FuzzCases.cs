using System.Text;

namespace WalletKit.AspNetCore.Tests;

/// <summary>Valid calls, and calls with a fault; the same calls for the same seed.</summary>
internal sealed class FuzzCases(Random random, IReadOnlyList<string> wallets)
{
    private static readonly string[] s_amounts =
    [
        "1", "\"1.50\"", "0.01", "25", "100", "\"3e1\"", "0", "-1", "-0", "\"\"", "\" 1\"", "\"+1\"", "1.001", "1e2", "1E+400", "1e-400", "1e99999", "1e2147483648", "\"1e-28\"",
        "79228162514264337593543950335", "79228162514264337593543950336", "92233720368547758.07", "92233720368547758.08", "-92233720368547758.08", "9223372036854775807",
        "\"NaN\"", "\"Infinity\"", "\"0x10\"", "\"1,000.00\"", "\"١٠\"", "null", "true", "[]", "{}", "[1]", "\"\\u0031\"", "\"\\uD800\"", "1.0000000000000000000000000000000000000000",
    ];

    private static readonly string[] s_texts =
    [
        "order-7", "", " ", "ü😀", "\\u0000", "\\uD800", "\\uDC00x", "\\n\\t", "'; DROP TABLE walletkit_wallets; --", "\\\"", "../../etc", "%s%n", new('x', 200), new('x', 201), new('é', 501),
    ];

    private static readonly string[] s_headers =
    [
        "", " ", "k", "key-1", "\"5\"", "\"key-1\"", "\"key\\-1\"", "\"-1\"", "\"99999999999999999999\"", "W/\"1\"", "*", "\"1\",\"2\"", "\"\"", "\"", "1", "é", "😀", "\u0001", "null", new('k', 200), new('k', 201), new('k', 3000),
    ];

    private static readonly string[] s_contentTypes =
    [
        "application/json", "application/json; charset=utf-16", "application/json; charset=nonsense", "APPLICATION/JSON", "application/vnd.api+json", "text/plain", "text/json", "application/xml",
        "multipart/form-data; boundary=x", "application/x-www-form-urlencoded", "", "nonsense", "application/json, text/plain", "*/*", "application/*",
    ];

    private static readonly string[] s_callers = ["", "Test", "Test ", "Test user-0", "Test nobody", "Test operator:", "Basic YTpi", "Bearer x", "Test operator:op, Test user-1", "Test ü", "test operator:op"];

    private static readonly string[] s_methods = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "WILD"];

    private static readonly string[] s_queries =
    [
        "limit=1", "limit=1000", "limit=0", "limit=-1", "limit=1001", "limit=99999999999", "limit=1e1", "limit=", "limit=1&limit=2", "limit=%201", "order=oldest", "order=newest", "order=Oldest", "order=",
        "cursor=", "cursor=x", "cursor=%00", "cursor=AAAA", "cursor=%FF%FE", "cursor=9223372036854775808", "ownerId=user-1", "ownerId=", "ownerId=a&ownerId=b", "ownerId=%00", "ownerId=%ED%A0%80",
        "type=deposit", "type=Deposit", "type=deposit&type=rebate", "type=", "type=%00", "reference=%00", "reference=%ED%A0%80", "reference=", "from=2026-01-01T00:00:00Z", "from=0001-01-01T00:00:00Z", "to=9999-12-31T23:59:59.9999999Z",
        "from=2026-01-01", "to=2026-13-01T00:00:00Z", "time=now", "time=0001-01-01T00:00:00Z", "time=9999-12-31T23:59:59.9999999Z", "from=0001-01-01T00:00:00Z&to=9999-12-31T23:59:59.9999999Z", "cursor=-1", "cursor=0",
        "nonsense", "&&&", "=", "limit[]=1", "%", "ownerId=" + "x%20y",
    ];

    private static readonly string[] s_ids =
    [
        "00000000-0000-0000-0000-000000000000", "0198c5a2-7c3e-7b1a-9f2e-3d5c8a4b6e10", "nonsense", "1", "-1", "%20", "%2F", "..%2F..", "{0198c5a2-7c3e-7b1a-9f2e-3d5c8a4b6e10}", "0198c5a27c3e7b1a9f2e3d5c8a4b6e10",
        "%F0%9F%98%80", "%FF", "null", "9223372036854775808", "+1", "1.0", "%D9%A1", "0x1", new('9', 300),
    ];

    public FuzzCase Next()
    {
        var next = Valid();
        if (random.Next(4) > 0)
        {
            for (var breaks = random.Next(1, 4); breaks > 0; breaks--)
            {
                next = Break(next);
            }
        }

        return next;
    }

    private FuzzCase Valid()
    {
        var wallet = One(wallets);
        var number = random.Next(1, 30);
        var money = $$"""{"metadata":{"a":"b"},"amount":{{Amount()}},"reference":"r"}""";
        var (method, path, body) = random.Next(22) switch
        {
            0 => ("POST", "/wallets", $$"""{"ownerId":"new-{{random.Next(50)}}","currency":"{{One("USD", "JPY", "BHD")}}","name":"{{One("default", "other")}}"}"""),
            1 => ("GET", $"/wallets?ownerId=user-{random.Next(12)}", null),
            2 => ("GET", $"/wallets/{wallet}", null),
            3 => ("GET", $"/wallets/{wallet}/balance", null),
            4 => ("GET", $"/wallets/{wallet}/transactions?limit={number}&order={One("oldest", "newest")}&basis={One("recorded", "effective")}", null),
            5 or 6 => ("POST", $"/wallets/{wallet}/deposit", money),
            7 or 8 => ("POST", $"/wallets/{wallet}/withdraw", money),
            9 or 10 => ("POST", $"/wallets/{wallet}/transfers", $$"""{"to":"{{One(wallets)}}","amount":{{Amount()}}}"""),
            11 => ("POST", $"/wallets/{wallet}/holds", $$"""{"amount":{{Amount()}},"expiresInSeconds":{{One("1000000", "86400", "null")}}}"""),
            12 => ("GET", $"/wallets/{wallet}/holds/{number}", null),
            13 => ("POST", $"/wallets/{wallet}/holds/{number}/capture", One("", $$"""{"amount":{{Amount()}},"keepOpen":true}""", "{}")),
            14 => ("POST", $"/wallets/{wallet}/holds/{number}/void", null),
            15 => ("POST", $"/wallets/{wallet}/transactions/{number}/reverse", One(null, "{}", """{"allowOverdraft":true}""")),
            16 => ("GET", $"/wallets/{wallet}/transactions?type={One("deposit", "transfer_in", "reversal")}&reference=r&from=2026-01-01T00:00:00Z&to=2126-01-01T00:00:00Z", null),
            17 => ("GET", $"/wallets/{wallet}/transactions/{number}", null),
            18 => ("GET", $"/wallets/{wallet}/{One("holds", "events")}?limit={number}&cursor={One("0", "1", "5")}", null),
            19 => ("GET", $"/wallets/{wallet}/statement?from=2026-01-01T00:00:00Z&to=2126-01-01T00:00:00%2B01:00&basis={One("recorded", "effective")}", null),
            20 => ("GET", $"/wallets/{wallet}/balance/as-of?time={One("2026-01-01", "2126-01-01")}T00:00:00Z&basis={One("recorded", "effective")}", null),
            _ => ("POST", $"/wallets/{wallet}/{One("freeze", "unfreeze", "unfreeze", "close")}", One(null, """{"reason":"why"}""")),
        };
        return new FuzzCase(method, path, body is null ? null : Encoding.UTF8.GetBytes(body), "application/json")
        {
            Caller = random.Next(5) > 0 ? "Test operator:op" : $"Test user-{random.Next(12)}",
            Key = random.Next(3) == 0 ? $"key-{random.Next(40)}" : null,
            IfMatch = random.Next(12) == 0 ? $"\"{random.Next(1, 60)}\"" : null,
        };
    }

    private string Amount() => random.Next(3) == 0 ? One(s_amounts) : $"{random.Next(1, 50)}";

    private FuzzCase Break(FuzzCase right) => random.Next(12) switch
    {
        0 => right with { Key = One(s_headers) },
        1 => right with { IfMatch = One(s_headers) },
        2 => right with { ContentType = One(s_contentTypes) },
        3 => right with { Caller = One(s_callers) },
        4 => right with { Method = One(s_methods) },
        5 => right with { Path = right.Path.Split('?')[0] + "?" + One(s_queries) },
        6 => right with { Path = BreakId(right.Path) },
        7 => right with { Body = Wild() },
        _ => right with { Body = BreakBody(right.Body ?? "{}"u8.ToArray()), IsChunked = random.Next(4) == 0 },
    };

    private string BreakId(string path)
    {
        var parts = path.Split('/');
        parts[random.Next(Math.Min(2, parts.Length - 1), parts.Length)] = One(s_ids);
        return string.Join('/', parts) + One("", "", "/", "/x");
    }

    private byte[] Wild() => random.Next(10) switch
    {
        0 => Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("[", random.Next(1, 2000)))),
        1 => Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{\"amount\":", random.Next(1, 2000)))),
        2 => Encoding.UTF8.GetBytes($$"""{"amount":1,"reference":"{{new string('x', random.Next(60_000, 70_000))}}"}"""),
        3 => Encoding.UTF8.GetBytes($$"""{"amount":{{new string('1', random.Next(1, 1000))}}}"""),
        4 => Encoding.UTF8.GetBytes($$"""{"metadata":{ {{string.Join(',', Enumerable.Range(0, random.Next(40)).Select(i => $"\"{i}\":\"{One(s_texts)}\""))}} },"amount":1}"""),
        5 => Bytes(random.Next(1, 300)),
        6 => Encoding.Unicode.GetBytes("""{"amount":1}"""),
        7 => [0xEF, 0xBB, 0xBF, .. """{"amount":1}"""u8],
        8 => Encoding.UTF8.GetBytes(One("null", "1", "\"\"", "[]", "true", "", " ", "{}", "{}{}", "// x\n{}", "{\"amount\":1,}", "{'amount':1}")),
        _ => Encoding.UTF8.GetBytes($$"""{"amount":{{One(s_amounts)}},"{{One("reference", "reason", "to", "name", "Amount", "targetAmount", "rate")}}":"{{One(s_texts)}}"}"""),
    };

    private byte[] BreakBody(byte[] body)
    {
        var at = random.Next(body.Length + 1);
        switch (random.Next(6))
        {
            case 0: return body[..at];
            case 1: return [.. body[..at], .. Bytes(1), .. body[at..]];
            case 2: return [.. body[..at], .. body[Math.Min(at + 1, body.Length)..]];
            case 3: return [.. body[..at], .. body[..at], .. body[at..]];
            case 4:
                var text = Encoding.UTF8.GetString(body);
                return Encoding.UTF8.GetBytes(text.Replace(text.Contains("\"r\"", StringComparison.Ordinal) ? "\"r\"" : "\"why\"", $"\"{One(s_texts)}\"", StringComparison.Ordinal));
            default: return [.. body, .. Encoding.UTF8.GetBytes(One(",", "}", "{}", "\0", "\n", "/**/", "x"))];
        }
    }

    private byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        random.NextBytes(bytes);
        return bytes;
    }

    private T One<T>(params IReadOnlyList<T> many) => many[random.Next(many.Count)];
}

/// <summary>A call.</summary>
internal sealed record FuzzCase(string Method, string Path, byte[]? Body, string ContentType)
{
    public string Caller { get; init; } = "";

    public string? Key { get; init; }

    public string? IfMatch { get; init; }

    public bool IsChunked { get; init; }

    public HttpRequestMessage ToRequest()
    {
        var request = new HttpRequestMessage(new HttpMethod(Method), Path);
        Add("Authorization", Caller);
        Add("Idempotency-Key", Key);
        Add("If-Match", IfMatch);
        if (Body is not null)
        {
            request.Content = new ByteArrayContent(Body);
            request.Content.Headers.TryAddWithoutValidation("Content-Type", ContentType);
            request.Headers.TransferEncodingChunked = IsChunked && Method != "GET";
        }

        return request;

        void Add(string name, string? value)
        {
            if (value is not null)
            {
                request.Headers.TryAddWithoutValidation(name, value);
            }
        }
    }

    public override string ToString() =>
        $"{Method} {Path} [{Caller}] key={Key} if-match={IfMatch} {ContentType}: {(Body is null ? "no body" : Encoding.Latin1.GetString(Body[..Math.Min(Body.Length, 300)]))}";
}
