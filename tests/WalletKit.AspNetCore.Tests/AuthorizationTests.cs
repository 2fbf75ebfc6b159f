using System.Security.Claims;
using System.Text.Json;
using System.Text.RegularExpressions;
using WalletKit.Commands;
using WalletKit.Rules;

namespace WalletKit.AspNetCore.Tests;

public sealed partial class AuthorizationTests(SharedHost shared) : IClassFixture<SharedHost>
{
    private static readonly string[] s_operating = ["/deposit", "/reverse", "/capture", "/void", "/freeze", "/unfreeze", "/close", "/correct-time", "/erase", "/credit-limit"];

    [Fact]
    public async Task No_endpoint_is_open_to_callers_without_credentials()
    {
        using var nobody = shared.Host.Client();
        var endpoints = Mapped(shared.Host);

        Assert.Equal(26, endpoints.Count);
        foreach (var (verb, path) in endpoints)
        {
            (await nobody.AnswerAsync(Endpoints.Request(verb, path, verb == "POST" ? "{}" : null))).IsRefused(401, "unauthenticated");
            (await nobody.AnswerAsync(new HttpRequestMessage(new HttpMethod(verb), path) { Content = verb == "POST" ? new StringContent("text") : null })).IsRefused(401, "unauthenticated");
        }
    }

    [Fact]
    public async Task An_operation_that_is_closed_to_owners_is_forbidden_on_any_wallet()
    {
        var own = await shared.Host.FundAsync(10m, "forbidden");
        using var owner = shared.Host.Client("forbidden");
        var operating = Mapped(shared.Host).Where(each => s_operating.Any(end => each.Path.EndsWith(end, StringComparison.Ordinal))).ToList();

        Assert.Equal(s_operating.Length, operating.Count);
        foreach (var (verb, path) in operating)
        {
            foreach (var id in (string[])[own.Id.ToString(), Endpoints.Nobody.ToString(), "abc"])
            {
                (await owner.AnswerAsync(Endpoints.Request(verb, path.Replace(Endpoints.Nobody.ToString(), id, StringComparison.Ordinal), """{"amount":1}"""))).IsRefused(403, "forbidden");
            }
        }

        Assert.Equal(own, await shared.Host.Wallets.GetWalletAsync(own.Id, Token));
    }

    [Fact]
    public async Task An_owner_opens_reads_and_spends_wallets_of_the_owners_own()
    {
        using var owner = shared.Host.Client("owner-1");
        var opened = (await owner.PostAnswerAsync("/wallets", """{"ownerId":"owner-1","currency":"USD"}""")).Is(201);
        await shared.Host.Wallets.DepositAsync(WalletId.Parse(opened["id"]!), 100m, cancellationToken: Token);
        var other = await shared.Host.FundAsync(0, "owner-2");

        (await owner.PostAnswerAsync("/wallets", """{"ownerId":"owner-2","currency":"USD"}""")).IsRefused(403, "forbidden");
        (await owner.PostAnswerAsync("/wallets", """{"ownerId":"","currency":"USD"}""")).IsRefused(403, "forbidden");
        foreach (var (verb, path, body) in Endpoints.OfAnOwner(opened["id"]!).Where(each => !each.Path.EndsWith("/holds/1", StringComparison.Ordinal)))
        {
            var answer = await owner.AnswerAsync(Endpoints.Request(verb, path, body?.Replace(Endpoints.Nobody.ToString(), other.Id.ToString(), StringComparison.Ordinal)));
            Assert.True(answer.Status is 200 or 201, $"{path}: {answer.Body}");
        }

        (await owner.GetAnswerAsync($"/wallets/{opened["id"]}/holds/1")).Is(200);
        Assert.Equal(1, (await owner.GetAnswerAsync("/wallets?ownerId=owner-1")).Is(200).Json.GetProperty("wallets").GetArrayLength());
    }

    [Fact]
    public async Task Another_owners_wallet_is_as_if_it_did_not_exist()
    {
        var (own, other) = (await shared.Host.FundAsync(10m, "curious"), await shared.Host.FundAsync(10m, "private"));
        await shared.Host.Wallets.PlaceHoldAsync(other.Id, 1m, cancellationToken: Token);
        await shared.Host.Wallets.WithdrawAsync(other.Id, 1m, new() { IdempotencyKey = "taken" }, Token);
        await shared.Host.Wallets.DepositAsync(other.Id, 1m, cancellationToken: Token);
        var cursor = (await shared.Operator.GetAnswerAsync($"/wallets/{other.Id}/transactions?limit=1")).Is(200)["nextCursor"]!;
        var before = await shared.Host.Wallets.GetWalletAsync(other.Id, Token);
        using var owner = shared.Host.Client("curious");
        (string, string)[][] headers = [[], [("If-Match", "\"1\"")], [("Idempotency-Key", "taken")], [("Idempotency-Key", "")]];

        var calls = Endpoints.OfAnOwner(Endpoints.Nobody.ToString()).Select(each => (each.Verb, each.Path)).ToList();
        Assert.Equal(
            Mapped(shared.Host).Where(each => each.Path.Contains(Endpoints.Nobody.ToString(), StringComparison.Ordinal) && !s_operating.Any(end => each.Path.EndsWith(end, StringComparison.Ordinal))).Order(),
            calls.Select(each => (each.Verb, each.Path.Split('?')[0])).Order());
        foreach (var (verb, path) in calls.Append(("GET", $"/wallets/{Endpoints.Nobody}/transactions?cursor={cursor}")))
        {
            foreach (var body in verb == "GET" ? (string?[])[null] : ["""{"amount":1}""", """{"amount":99999}""", """{"amount":0.001}""", """{"amount":-1}""", $$"""{"amount":1,"to":"{{own.Id}}"}""", "{}"])
            {
                foreach (var header in headers)
                {
                    var unknown = await owner.AnswerAsync(Endpoints.Request(verb, path, body), header);
                    var others = await owner.AnswerAsync(Endpoints.Request(verb, path.Replace(Endpoints.Nobody.ToString(), other.Id.ToString(), StringComparison.Ordinal), body), header);

                    Assert.True(unknown.Status is 404 or 400, $"{path}: {unknown.Body}");
                    Assert.Equal(unknown.Status, others.Status);
                    Assert.Equal(unknown.Body, others.Body.Replace(other.Id.ToString(), Endpoints.Nobody.ToString(), StringComparison.Ordinal));
                    Assert.Equal(unknown.Headers.Keys.Order(), others.Headers.Keys.Order());
                }
            }

            (await owner.AnswerAsync(Endpoints.Request(verb, path.Replace(Endpoints.Nobody.ToString(), other.Id.ToString(), StringComparison.Ordinal), verb == "GET" ? null : path.EndsWith("transfers", StringComparison.Ordinal) ? $$"""{"amount":1,"to":"{{own.Id}}"}""" : """{"amount":1}""")))
                .IsRefused(404, "wallet_not_found");
        }

        (await owner.GetAnswerAsync($"/wallets/{own.Id}/transactions?cursor={cursor}")).IsRefused(400, "invalid_input", "cursor");
        Assert.Equal((await owner.GetAnswerAsync("/wallets?ownerId=nobody")).Is(200).Body, (await owner.GetAnswerAsync("/wallets?ownerId=private")).Is(200).Body);
        Assert.Equal(before, await shared.Host.Wallets.GetWalletAsync(other.Id, Token));
    }

    [Fact]
    public async Task A_transfer_shows_an_owner_the_owners_leg_alone()
    {
        var (own, other) = (await shared.Host.FundAsync(100m, "sender"), await shared.Host.FundAsync(777m, "receiver"));
        using var owner = shared.Host.Client("sender");
        var call = ($"/wallets/{own.Id}/transfers", $$"""{"to":"{{other.Id}}","amount":1}""", ("Idempotency-Key", "t"));

        foreach (var _ in (int[])[1, 2])
        {
            var answer = (await owner.PostAnswerAsync(call.Item1, call.Item2, call.Item3)).Is(200);

            Assert.Equal(own.Id.ToString(), Assert.Single(answer.Json.GetProperty("transactions").EnumerateArray()).GetProperty("walletId").GetString());
            Assert.DoesNotContain("77", answer.Body.Replace(other.Id.ToString(), "", StringComparison.Ordinal).Replace(own.Id.ToString(), "", StringComparison.Ordinal).Split("createdAt")[0], StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task An_owner_is_not_told_how_much_happens_in_another_wallet()
    {
        var (own, other) = (await shared.Host.FundAsync(100m, "asker"), await shared.Host.FundAsync(100m, "busy"));
        using var asker = shared.Host.Client("asker");
        using var busy = shared.Host.Client("busy");
        var transfer = ($"/wallets/{own.Id}/transfers", $$"""{"to":"{{other.Id}}","amount":1}""", ("Idempotency-Key", "t"));

        var sent = (await asker.PostAnswerAsync(transfer.Item1, transfer.Item2, transfer.Item3)).Is(200);
        var repeated = (await asker.PostAnswerAsync(transfer.Item1, transfer.Item2, transfer.Item3)).Is(200);
        (await shared.Operator.PostAnswerAsync($"/wallets/{own.Id}/transactions/3/reverse")).Is(200);

        var answers = (Answer[])[sent, repeated, (await asker.GetAnswerAsync($"/wallets/{own.Id}/transactions")).Is(200), (await busy.GetAnswerAsync($"/wallets/{other.Id}/transactions")).Is(200)];
        Assert.Equal([1, 1, 2, 2], answers.Select(answer => Counterparts(answer).Count));
        Assert.All(answers.SelectMany(Counterparts), counterpart =>
        {
            Assert.NotEmpty(counterpart.GetProperty("walletId").GetString()!);
            Assert.Equal(JsonValueKind.Null, counterpart.GetProperty("version").ValueKind);
        });
    }

    [Fact]
    public async Task An_operator_is_told_which_transactions_belong_together()
    {
        var (from, to) = (await shared.Host.FundAsync(100m), await shared.Host.FundAsync(100m));
        await shared.Host.Wallets.DepositAsync(to.Id, 1m, cancellationToken: Token);

        var sent = (await shared.Operator.PostAnswerAsync($"/wallets/{from.Id}/transfers", $$"""{"to":"{{to.Id}}","amount":1}""")).Is(200);
        var reversed = (await shared.Operator.PostAnswerAsync($"/wallets/{from.Id}/transactions/3/reverse")).Is(200);
        var history = (await shared.Operator.GetAnswerAsync($"/wallets/{from.Id}/transactions")).Is(200);

        Assert.Equal([4, 3], Versions(sent));
        Assert.Equal([5, 4], Versions(reversed));
        Assert.Equal([5, 4], Versions(history));

        static IEnumerable<long> Versions(Answer answer) => Counterparts(answer).Select(counterpart => counterpart.GetProperty("version").GetInt64());
    }

    [Fact]
    public async Task A_refusal_about_the_destination_does_not_tell_its_balance()
    {
        var (own, other) = (await shared.Host.FundAsync(1000m, "prober"), await shared.Host.FundAsync(92233720368547000.11m, "rich"));
        using var owner = shared.Host.Client("prober");

        var answer = (await owner.PostAnswerAsync($"/wallets/{own.Id}/transfers", $$"""{"to":"{{other.Id}}","amount":999}""")).IsRefused(400, "balance_out_of_range");

        Assert.DoesNotContain("92233720368547000", answer.Body, StringComparison.Ordinal);
        Assert.Contains("92233720368547000", (await shared.Operator.PostAnswerAsync($"/wallets/{own.Id}/transfers", $$"""{"to":"{{other.Id}}","amount":999}""")).Is(400).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_host_decides_which_callers_are_owners_and_operators()
    {
        await using var host = await ApiHost.StartAsync(services => services.AddWalletApi(options =>
        {
            options.OwnerId = caller => caller.FindFirstValue("sub") is { } name && name != "ghost" ? $"tenant/{name}" : null;
            options.IsOperator = caller => caller.HasClaim("sub", "boss");
        }));
        var wallet = await host.FundAsync(10m, "tenant/anna");
        using var anna = host.Client("anna");
        using var boss = host.Client("boss");
        using var scoped = host.Operator();
        using var ghost = host.Client("ghost");

        (await anna.GetAnswerAsync($"/wallets/{wallet.Id}")).Is(200);
        (await boss.PostAnswerAsync($"/wallets/{wallet.Id}/deposit", """{"amount":1}""")).Is(200);
        (await scoped.PostAnswerAsync($"/wallets/{wallet.Id}/deposit", """{"amount":1}""")).IsRefused(403, "forbidden");
        (await scoped.GetAnswerAsync($"/wallets/{wallet.Id}")).IsRefused(404, "wallet_not_found");
        (await ghost.GetAnswerAsync($"/wallets/{wallet.Id}")).IsRefused(404, "wallet_not_found");
        (await ghost.PostAnswerAsync("/wallets", """{"ownerId":"","currency":"USD"}""")).IsRefused(403, "forbidden");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_hosts_own_policy_under_the_same_name_wins(bool isFirst)
    {
        void Own(IServiceCollection services) => services.AddAuthorization(options =>
        {
            options.AddPolicy(WalletPolicies.Operate, policy => policy.RequireClaim("sub", "treasurer"));
            options.AddPolicy(WalletPolicies.Read, policy => policy.RequireClaim("sub", "auditor"));
        });
        await using var host = await ApiHost.StartAsync(services =>
        {
            if (isFirst)
            {
                // The host is set up as if it had added its own before WalletKit's.
                var own = new ServiceCollection();
                Own(own);
                foreach (var descriptor in own.Where(each => each.ImplementationInstance is not null).Reverse())
                {
                    services.Insert(0, descriptor);
                }
            }
            else
            {
                Own(services);
            }
        });
        var wallet = await host.FundAsync(10m, "anna");
        using var anna = host.Client("anna");
        using var op = host.Operator();
        using var treasurer = host.Client("treasurer");

        (await treasurer.PostAnswerAsync($"/wallets/{wallet.Id}/deposit", """{"amount":1}""")).Is(200);
        (await op.PostAnswerAsync($"/wallets/{wallet.Id}/deposit", """{"amount":1}""")).IsRefused(403, "forbidden");
        (await anna.GetAnswerAsync($"/wallets/{wallet.Id}")).IsRefused(403, "forbidden");
        (await anna.PostAnswerAsync($"/wallets/{wallet.Id}/withdraw", """{"amount":1}""")).Is(200);
    }

    [Fact]
    public async Task A_caller_that_may_only_read_opens_no_wallet()
    {
        await using var host = await ApiHost.StartAsync(services => services.AddAuthorization(options =>
            options.AddPolicy(WalletPolicies.Spend, policy => policy.RequireClaim("sub", "spender"))));
        using var reader = host.Client("reader");
        using var spender = host.Client("spender");

        (await reader.PostAnswerAsync("/wallets", """{"ownerId":"reader","currency":"USD"}""")).IsRefused(403, "forbidden");
        (await spender.PostAnswerAsync("/wallets", """{"ownerId":"spender","currency":"USD"}""")).Is(201);

        Assert.Empty((await reader.GetAnswerAsync("/wallets?ownerId=reader")).Is(200).Json.GetProperty("wallets").EnumerateArray());
    }

    private static List<JsonElement> Counterparts(Answer answer) =>
    [
        .. answer.Json.GetProperty("transactions").EnumerateArray()
            .Select(transaction => transaction.GetProperty("counterpart"))
            .Where(counterpart => counterpart.ValueKind == JsonValueKind.Object),
    ];

    // The first transaction of a wallet has version 2, its first hold number 1.
    private static List<(string Verb, string Path)> Mapped(ApiHost host) =>
    [
        .. host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.RoutePattern.RawText!.StartsWith("/wallets", StringComparison.Ordinal))
            .Select(endpoint => (
                endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods[0],
                Parameter().Replace(
                    endpoint.RoutePattern.RawText!
                        .Replace("{walletId}", Endpoints.Nobody.ToString(), StringComparison.Ordinal)
                        .Replace("{version}", "2", StringComparison.Ordinal),
                    "1"))),
    ];

    [GeneratedRegex(@"\{\w+\}")]
    private static partial Regex Parameter();
}
