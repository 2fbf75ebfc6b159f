using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.OpenApi;

namespace WalletKit.AspNetCore.Tests;

/// <summary>The description of the ways in which callers authenticate.</summary>
public sealed class SecuritySchemeTests
{
    private const string Cookie = CookieAuthenticationDefaults.AuthenticationScheme;

    [Fact]
    public async Task Bearer_tokens_of_the_host_are_declared()
    {
        var document = await OpenApiTests.DescribeAsync();

        Assert.Equal("""{"Bearer":{"type":"http","scheme":"bearer"}}""", SchemesOf(document));
        AssertAll(document, """[{"Bearer":[]}]""");
    }

    [Fact]
    public async Task Cookies_of_the_host_are_declared_with_their_name()
    {
        var document = await OpenApiTests.DescribeAsync(services => services.AddAuthentication(Cookie).AddCookie(options => options.Cookie.Name = "session"));

        Assert.Equal("""{"Cookies":{"type":"apiKey","name":"session","in":"cookie"}}""", SchemesOf(document));
        AssertAll(document, """[{"Cookies":[]}]""");
    }

    [Fact]
    public async Task A_scheme_that_forwards_to_others_is_declared_as_any_of_them()
    {
        var document = await OpenApiTests.DescribeAsync(services => services.AddAuthentication("either").AddCookie().AddPolicyScheme("either", null, options => options.ForwardDefault = Cookie));

        AssertAll(document, """[{"Bearer":[]},{"Cookies":[]}]""");
    }

    [Fact]
    public async Task The_schemes_that_a_policy_names_are_declared_for_its_calls()
    {
        var document = await OpenApiTests.DescribeAsync(services =>
        {
            services.AddAuthentication().AddCookie();
            services.AddAuthorizationBuilder().AddPolicy(WalletPolicies.Operate, policy => policy.AddAuthenticationSchemes(Cookie).RequireAuthenticatedUser());
        });

        Assert.Equal("""[{"Cookies":[]}]""", SecurityOf(document, "/wallets/{walletId}/deposit"));
        Assert.Equal("""[{"Bearer":[]}]""", SecurityOf(document, "/wallets/{walletId}/withdraw"));
    }

    [Fact]
    public async Task A_scheme_that_is_not_known_is_declared_as_the_host_describes_it()
    {
        var document = await OpenApiTests.DescribeAsync(
            services => services.AddAuthentication(TestAuthentication.SchemeName),
            describeSchemes: schemes => schemes[TestAuthentication.SchemeName] = new() { Type = SecuritySchemeType.ApiKey, In = ParameterLocation.Header, Name = "Authorization" });

        Assert.Equal("""{"Test":{"type":"apiKey","name":"Authorization","in":"header"}}""", SchemesOf(document));
        AssertAll(document, """[{"Test":[]}]""");
    }

    [Fact]
    public async Task Endpoints_open_to_everybody_ask_for_none()
    {
        var document = await OpenApiTests.DescribeAsync(map: app => app.MapWalletsWithoutAuthorization());

        Assert.Null(document["components"]!["securitySchemes"]);
        Assert.All(OpenApiTests.OperationsOf(document), operation => Assert.Null(operation.Described["security"]));
    }

    private static void AssertAll(JsonObject document, string expected) =>
        Assert.All(OpenApiTests.OperationsOf(document), operation => Assert.Equal(expected, operation.Described["security"]?.ToJsonString()));

    private static string? SchemesOf(JsonObject document) => document["components"]!["securitySchemes"]?.ToJsonString();

    private static string? SecurityOf(JsonObject document, string path) => document["paths"]![path]!["post"]!["security"]?.ToJsonString();
}
