using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using Microsoft.OpenApi;
using WalletKit.AspNetCore.Problems;
using WalletKit.Rules;

namespace WalletKit.AspNetCore.Tests;

public sealed class OpenApiTests
{
    private const string Problem = "application/problem+json";

    private static readonly Dictionary<string, string[]> s_amounts = new()
    {
        ["WalletResponse"] = ["balance", "held", "creditLimit"],
        ["BalanceResponse"] = ["balance", "held", "available"],
        ["BalanceAsOfResponse"] = ["balance"],
        ["StatementResponse"] = ["openingBalance", "closingBalance"],
        ["TransactionResponse"] = ["amount", "balanceAfter"],
        ["ExchangeResponse"] = ["counterpartAmount"],
        ["HoldResponse"] = ["amount", "captured", "remaining"],
        ["EventResponse"] = ["creditLimit"],
    };

    private static readonly JsonSerializerOptions s_indented = new(JsonSerializerOptions.Default) { WriteIndented = true, NewLine = "\n" };

    [Fact]
    public async Task The_description_of_the_endpoints_is_the_one_that_is_kept()
    {
        var described = (await DescribeAsync()).ToJsonString(s_indented) + "\n";
        var path = KeptAt();
        if (Environment.GetEnvironmentVariable("WALLETKIT_UPDATE_OPENAPI") == "1")
        {
            await File.WriteAllTextAsync(path, described, Token);
        }

        var kept = File.Exists(path) ? await File.ReadAllTextAsync(path, Token) : "";
        Assert.True(kept == described, $"{path} is not what is described now; WALLETKIT_UPDATE_OPENAPI=1 rewrites it.\n{Difference(kept.Split('\n'), described.Split('\n'))}");
    }

    [Fact]
    public async Task The_description_is_the_same_without_reflection()
    {
        var trimmed = await DescribeAsync(services => services.Insert(0, ServiceDescriptor.Singleton<IConfigureOptions<JsonOptions>>(
            new ConfigureOptions<JsonOptions>(json => json.SerializerOptions.TypeInfoResolverChain.Clear()))));

        Assert.Equal((await DescribeAsync()).ToJsonString(s_indented), trimmed.ToJsonString(s_indented));
    }

    [Fact]
    public async Task Every_endpoint_says_what_it_is_for_what_it_takes_and_how_it_refuses()
    {
        var document = await DescribeAsync();
        var operations = OperationsOf(document);

        Assert.Equal(26, operations.Count);
        Assert.All(operations, operation =>
        {
            var (path, method, described) = operation;
            Assert.NotEmpty(described["summary"]!.GetValue<string>());
            Assert.NotEmpty(described["operationId"]!.GetValue<string>());
            Assert.Contains("wallets:", described["description"]!.GetValue<string>(), StringComparison.Ordinal);
            var responses = described["responses"]!.AsObject();
            Assert.All((string[])["400", "401", "403", "500", "503"], status => Assert.True(responses.ContainsKey(status), $"{path}: no {status}"));
            Assert.All(responses.Where(response => response.Key[0] > '3'), response =>
            {
                var content = Assert.Single(response.Value!["content"]!.AsObject());
                Assert.Equal((Problem, "#/components/schemas/ProblemResponse"), (content.Key, content.Value!["schema"]!["$ref"]!.GetValue<string>()));
            });
            Assert.NotNull(responses["503"]!["headers"]!["Retry-After"]);
            Assert.Equal(path.Count(character => character == '{'), ParametersOf(described, "path").Count);
            Assert.Equal("""[{"Bearer":[]}]""", described["security"]!.ToJsonString());
            if (described["requestBody"] is { } body)
            {
                var content = Assert.Single(body["content"]!.AsObject());
                Assert.Equal("application/json", content.Key);
                var name = content.Value!["schema"]!["$ref"]!.GetValue<string>().Split('/')[^1];
                Assert.NotEmpty(document["components"]!["schemas"]![name]!["examples"]!.AsArray());
            }

            if (method == "post" && path is not ("/wallets" or "/wallets/erasures"))
            {
                Assert.Equal(["Idempotency-Key", "If-Match"], ParametersOf(described, "header"));
                Assert.All((string[])["404", "409", "412", "422"], status => Assert.True(responses.ContainsKey(status), $"{path}: no {status}"));
                Assert.All(responses.Where(response => response.Key[0] == '2'), response => Assert.NotNull(response.Value!["headers"]!["Idempotency-Replayed"]));
            }
        });
    }

    [Fact]
    public async Task Parameters_of_the_query_are_described()
    {
        var operations = OperationsOf(await DescribeAsync());

        Assert.Equal(["limit", "cursor", "order", "basis", "type", "reference", "account", "from", "to"], ParametersOf(operations.Single(operation => operation.Path.EndsWith("/transactions", StringComparison.Ordinal)).Described, "query"));
        Assert.Equal(["ownerId", "limit", "cursor"], ParametersOf(operations.Single(operation => operation is { Path: "/wallets", Method: "get" }).Described, "query"));
    }

    [Fact]
    public async Task Numbers_are_described_as_numbers_and_amounts_as_text()
    {
        var schemas = (await DescribeAsync())["components"]!["schemas"]!;

        Assert.Equal("integer", schemas["BalanceResponse"]!["properties"]!["version"]!["type"]!.GetValue<string>());
        Assert.DoesNotContain("string", schemas["HoldRequest"]!["properties"]!["expiresInSeconds"]!["type"]!.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal("string", schemas["RequestAmount"]!["type"]!.GetValue<string>());
        Assert.Matches(schemas["RequestAmount"]!["pattern"]!.GetValue<string>(), "100.10");
        foreach (var (type, amounts) in s_amounts)
        {
            Assert.All(amounts, amount => Assert.Matches(schemas[type]!["properties"]![amount]!["pattern"]!.GetValue<string>(), "-0.50"));
        }

        Assert.Contains("insufficient_funds", schemas["ProblemResponse"]!["properties"]!["code"]!["description"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Endpoints_without_authorization_are_described_without_refusals_of_callers()
    {
        var operations = OperationsOf(await DescribeAsync(map: app => app.MapWalletsWithoutAuthorization()));

        Assert.All(operations, operation =>
        {
            Assert.False(operation.Described["responses"]!.AsObject().ContainsKey("401"));
            Assert.False(operation.Described["responses"]!.AsObject().ContainsKey("403"));
            Assert.Null(operation.Described["description"]);
            Assert.Null(operation.Described["security"]);
        });
    }

    [Fact]
    public async Task Endpoints_of_the_hosts_own_are_described_as_without_WalletKit()
    {
        var document = await DescribeAsync(map: app =>
        {
            app.MapGet("/own", () => TypedResults.Ok(new { Number = 1 }));
            app.MapWallets();
        });

        var own = document["paths"]!["/own"]!["get"]!;
        Assert.Equal(["200"], own["responses"]!.AsObject().Select(response => response.Key));
        Assert.Null(own["description"]);
    }

    internal static async Task<JsonObject> DescribeAsync(
        Action<IServiceCollection>? configure = null, Action<WebApplication>? map = null, Action<IDictionary<string, OpenApiSecurityScheme>>? describeSchemes = null)
    {
        await using var host = await ApiHost.StartAsync(
            services =>
            {
                services.AddOpenApi(options => options.AddWalletApi(describeSchemes));
                services.AddAuthentication("Bearer").AddBearerToken("Bearer");
                configure?.Invoke(services);
            },
            app =>
            {
                app.MapOpenApi();
                (map ?? (mapped => mapped.MapWallets()))(app);
            });
        using var client = host.Client();
        var document = JsonNode.Parse(await client.GetStringAsync("/openapi/v1.json", Token))!.AsObject();

        // The servers belong to this host, not to the endpoints.
        document.Remove("servers");
        document["info"] = new JsonObject { ["title"] = "WalletKit", ["version"] = "v1" };

        // The generator sorts them by the culture of the machine.
        var schemas = document["components"]!["schemas"]!.AsObject();
        document["components"]!["schemas"] = new JsonObject(schemas.OrderBy(schema => schema.Key, StringComparer.Ordinal).Select(schema => KeyValuePair.Create(schema.Key, schema.Value?.DeepClone())));
        return document;
    }

    internal static List<(string Path, string Method, JsonNode Described)> OperationsOf(JsonObject document) =>
        [.. document["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject().Select(operation => (path.Key, operation.Key, operation.Value!)))];

    private static List<string> ParametersOf(JsonNode described, string where) =>
    [
        .. (described["parameters"]?.AsArray() ?? [])
            .Where(parameter => parameter!["in"]!.GetValue<string>() == where && parameter["description"] is not null && parameter["schema"] is not null)
            .Select(parameter => parameter!["name"]!.GetValue<string>()),
    ];

    private static string KeptAt()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory.FullName, "WalletKit.sln")))
        {
            directory = directory.Parent!;
        }

        return Path.Combine(directory.FullName, "docs", "openapi.json");
    }

    // The lines between the common beginning and the common end, for a person to read.
    private static string Difference(string[] kept, string[] now)
    {
        var start = kept.Zip(now).TakeWhile(pair => pair.First == pair.Second).Count();
        var end = kept[start..].Reverse().Zip(now[start..].Reverse()).TakeWhile(pair => pair.First == pair.Second).Count();
        return $"from line {start + 1}:\n"
            + string.Join('\n', kept[start..^end].Take(40).Select(line => "- " + line).Concat(now[start..^end].Take(40).Select(line => "+ " + line)));
    }
}
