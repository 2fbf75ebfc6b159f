using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Infrastructure;
using WalletKit.AspNetCore.Problems;
using WalletKit.Commands;
using WalletKit.Rules;

namespace WalletKit.AspNetCore.Tests;

public sealed class MappingTests
{
    [Fact]
    public void Mapping_without_adding_fails_and_names_the_missing_call()
    {
        var bare = WebApplication.CreateSlimBuilder().Build();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Services.AddWalletApi();
        var withoutWallets = builder.Build();

        Assert.Contains("AddWalletApi()", Refusal(() => bare.MapWallets()), StringComparison.Ordinal);
        Assert.Contains("AddWalletApi()", Refusal(() => bare.MapWalletsWithoutAuthorization()), StringComparison.Ordinal);
        Assert.Contains("AddWalletKit()", Refusal(() => withoutWallets.MapWallets()), StringComparison.Ordinal);
        Assert.Contains("AddWalletKit()", Refusal(() => withoutWallets.MapWalletsWithoutAuthorization()), StringComparison.Ordinal);

        static string Refusal(Func<object> map) => Assert.Throws<InvalidOperationException>(map).Message;
    }

    [Fact]
    public async Task Endpoints_mapped_without_authorization_are_open_and_say_so_in_the_log()
    {
        using var log = new CapturedLog();
        await using var host = await ApiHost.StartAsync(
            services => services.AddSingleton<ILoggerProvider>(log), app => app.MapWalletsWithoutAuthorization("/open"));
        using var nobody = host.Client();

        var opened = (await nobody.PostAnswerAsync("/open", """{"ownerId":"anyone","currency":"USD"}""")).Is(201);
        (await nobody.PostAnswerAsync($"{opened.Location}/deposit", """{"amount":1}""")).Is(200);

        Assert.Contains(log.Warnings, line => line.Text.Contains("/open", StringComparison.Ordinal) && line.Text.Contains("WITHOUT AUTHORIZATION", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("group")]
    [InlineData("outer group")]
    [InlineData("policy")]
    [InlineData("requirement")]
    public async Task The_hosts_own_authorization_protects_wallets_mapped_without_authorization(string how)
    {
        var desk = new AuthorizationPolicyBuilder().RequireClaim("sub", "desk").Build();
        await using var host = await ApiHost.StartAsync(services => services.AddAuthorizationBuilder().AddPolicy("desk", desk), app => _ = how switch
        {
            "group" => app.MapWalletsWithoutAuthorization().RequireAuthorization("desk"),
            "outer group" => app.MapGroup("").RequireAuthorization("desk").MapWalletsWithoutAuthorization(),
            "policy" => app.MapWalletsWithoutAuthorization().WithMetadata(desk),
            _ => app.MapWalletsWithoutAuthorization().WithMetadata(new OnlyTheDesk()),
        });
        var wallet = await host.FundAsync(1m, "anna");
        using var nobody = host.Client();
        using var anna = host.Client("anna");
        using var cashier = host.Client("desk");

        (await nobody.PostAnswerAsync($"/wallets/{wallet.Id}/deposit", """{"amount":1}""")).IsRefused(401, "unauthenticated");
        (await anna.PostAnswerAsync($"/wallets/{wallet.Id}/deposit", """{"amount":1}""")).IsRefused(403, "forbidden");
        (await cashier.PostAnswerAsync($"/wallets/{wallet.Id}/deposit", """{"amount":1}""")).Is(200);
    }

    [Fact]
    public async Task Wallets_mapped_without_authorization_are_open_whatever_the_fallback_policy_and_the_hosts_endpoints_beside_them_are_not()
    {
        await using var host = await ApiHost.StartAsync(
            services => services.AddAuthorizationBuilder().SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build()),
            app => app.MapWalletsWithoutAuthorization().MapGet("/reports/daily", () => "report"));
        using var nobody = host.Client();
        using var anna = host.Client("anna");

        (await nobody.GetAnswerAsync("/wallets?ownerId=anna")).Is(200);
        (await nobody.GetAnswerAsync("/wallets/reports/daily")).Is(401);
        (await anna.GetAnswerAsync("/wallets/reports/daily")).Is(200);
    }

    [Fact]
    public async Task An_endpoint_that_the_host_adds_to_the_group_is_protected_by_what_the_host_asks_for_alone()
    {
        await using var host = await ApiHost.StartAsync(map: app =>
        {
            var group = app.MapWallets();
            group.MapGet("/reports/daily", () => "report");
            group.MapGet("/reports/yearly", () => "report").RequireAuthorization();
        });
        using var nobody = host.Client();

        (await nobody.GetAnswerAsync("/wallets?ownerId=anna")).Is(401);
        (await nobody.GetAnswerAsync("/wallets/reports/daily")).Is(200);
        (await nobody.GetAnswerAsync("/wallets/reports/yearly")).Is(401);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_host_with_wallets_under_AllowAnonymous_does_not_start_and_is_told_the_call_that_opens_them(bool isAround)
    {
        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(() => ApiHost.StartAsync(
            map: app => _ = isAround ? app.MapGroup("/api").AllowAnonymous().MapWallets() : app.MapWallets().AllowAnonymous()));

        Assert.Contains("MapWalletsWithoutAuthorization()", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_host_with_wallets_of_owners_among_those_without_authorization_does_not_start(bool isProtected)
    {
        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(() => ApiHost.StartAsync(map: app =>
        {
            var open = app.MapWalletsWithoutAuthorization("/open");
            _ = isProtected ? open.RequireAuthorization() : open;
            open.MapWallets("/wallets");
        }));

        Assert.Contains("MapWalletsWithoutAuthorization()", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_app_may_map_wallets_more_than_once_with_links_of_each_place()
    {
        await using var host = await ApiHost.StartAsync(map: MapThrice);
        using var anna = host.Client("anna");
        using var nobody = host.Client();

        foreach (var (client, prefix) in ((HttpClient, string)[])[(anna, "/wallets"), (anna, "/accounts"), (nobody, "/internal/wallets")])
        {
            var opened = await client.PostAnswerAsync(prefix, """{"ownerId":"anna","currency":"USD"}""");
            Assert.Equal($"{prefix}/{opened["id"]}", opened.Location);
            (await client.GetAnswerAsync(opened.Location!)).Is(200);
            await host.Wallets.DepositAsync(WalletId.Parse(opened["id"]!), 1m, cancellationToken: Token);
            var hold = (await client.PostAnswerAsync($"{opened.Location}/holds", """{"amount":1}""")).Is(201);
            Assert.StartsWith($"{opened.Location}/holds/", hold.Location, StringComparison.Ordinal);
            (await client.GetAnswerAsync(hold.Location!)).Is(200);
        }

        (await nobody.GetAnswerAsync("/accounts?ownerId=anna")).IsRefused(401, "unauthenticated");
        (await anna.PostAnswerAsync($"/accounts/{Endpoints.Nobody}/deposit", """{"amount":1}""")).IsRefused(403, "forbidden");
    }

    [Fact]
    public async Task Endpoints_mapped_again_have_names_of_their_own()
    {
        await using var host = await ApiHost.StartAsync(map: MapThrice);
        var links = host.Services.GetRequiredService<LinkGenerator>();
        var values = new { walletId = Endpoints.Nobody };

        Assert.Equal(
            [$"/wallets/{Endpoints.Nobody}", $"/accounts/{Endpoints.Nobody}", $"/internal/wallets/{Endpoints.Nobody}"],
            ((string[])["GetWallet", "GetWallet2", "GetWallet3"]).Select(name => links.GetPathByName(name, values)));
        Assert.Equal($"/accounts/{Endpoints.Nobody}", links.GetPathByRouteValues("GetWallet2", values));
    }

    [Fact]
    public async Task Endpoints_mapped_again_are_described_as_the_first_are()
    {
        var operations = OpenApiTests.OperationsOf(await OpenApiTests.DescribeAsync(map: app =>
        {
            app.MapWallets();
            app.MapWallets("/accounts");
        }));

        var (first, again) = (operations.Where(operation => operation.Path.StartsWith("/wallets", StringComparison.Ordinal)).ToList(), operations.Where(operation => operation.Path.StartsWith("/accounts", StringComparison.Ordinal)).ToList());
        Assert.Equal(26, first.Count);
        Assert.Equal(first.Select(AsAccounts), again.Select(operation => (operation.Path, operation.Described.ToJsonString())));

        static (string, string) AsAccounts((string Path, string Method, System.Text.Json.Nodes.JsonNode Described) operation)
        {
            var described = operation.Described.DeepClone();
            described["operationId"] = $"{described["operationId"]}2";
            return ($"/accounts{operation.Path["/wallets".Length..]}", described.ToJsonString());
        }
    }

    [Fact]
    public async Task Wallets_that_the_host_itself_protects_are_described_as_refusing_callers()
    {
        var operations = OpenApiTests.OperationsOf(await OpenApiTests.DescribeAsync(map: app => app.MapWalletsWithoutAuthorization().RequireAuthorization()));

        Assert.All(operations, operation =>
        {
            Assert.True(operation.Described["responses"]!.AsObject().ContainsKey("401"));
            Assert.True(operation.Described["responses"]!.AsObject().ContainsKey("403"));
            Assert.Null(operation.Described["description"]);
        });
    }

    private static void MapThrice(WebApplication app)
    {
        app.MapWallets();
        app.MapWallets("/accounts");
        app.MapGroup("/internal").MapWalletsWithoutAuthorization();
    }

    private sealed class OnlyTheDesk : IAuthorizationRequirementData
    {
        public IEnumerable<IAuthorizationRequirement> GetRequirements() => [new ClaimsAuthorizationRequirement("sub", ["desk"])];
    }
}
