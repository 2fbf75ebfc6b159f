using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.Options;
using WalletKit.Commands;
using WalletKit.Rules;

namespace WalletKit.AspNetCore.Tests;

/// <summary>Hosts whose own pages send callers to a login page, with WalletKit's endpoints beside them.</summary>
public sealed class CookieTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_host_with_cookies_answers_401_and_403_and_never_redirects(bool hasEventsOfItsOwn)
    {
        await using var host = await StartAsync(hasEventsOfItsOwn);
        var wallet = await host.FundAsync(10m, "anna");
        using var client = Client(host);

        foreach (var (verb, path, body) in Endpoints.OfAWallet(wallet.Id.ToString()))
        {
            AssertRefused((await client.AnswerAsync(Endpoints.Request(verb, path, body))).IsRefused(401, "unauthenticated"));
        }

        (await client.GetAnswerAsync("/sign-in?name=anna")).Is(200);
        Assert.Equal("10.00", (await client.GetAnswerAsync($"/wallets/{wallet.Id}/balance")).Is(200)["balance"]);
        AssertRefused((await client.PostAnswerAsync($"/wallets/{wallet.Id}/deposit", """{"amount":1}""")).IsRefused(403, "forbidden"));
        Assert.Equal(wallet, await host.Wallets.GetWalletAsync(wallet.Id, Token));
    }

    [Fact]
    public async Task Pages_of_the_host_beside_the_endpoints_are_redirected_as_before()
    {
        await using var host = await StartAsync(hasEventsOfItsOwn: false);
        using var client = Client(host);

        Assert.Contains("/Account/Login", (await client.GetAnswerAsync("/page")).Is(302).Location, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_redirect_to_a_server_for_logins_is_a_401_without_the_cookies_for_the_way_back()
    {
        await using var host = await ApiHost.StartAsync(services => services.AddAuthentication("Remote").AddScheme<AuthenticationSchemeOptions, RemoteLogin>("Remote", null));
        using var client = Client(host);

        var answer = (await client.GetAnswerAsync($"/wallets/{Endpoints.Nobody}")).IsRefused(401, "unauthenticated");

        AssertRefused(answer);
        Assert.DoesNotContain("Set-Cookie", answer.Headers.Keys);
    }

    private static void AssertRefused(Answer answer)
    {
        Assert.Null(answer.Location);
        Assert.Equal("no-store", answer.Headers["Cache-Control"]);
    }

    private static HttpClient Client(ApiHost host) => new(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = host.Address };

    private static Task<ApiHost> StartAsync(bool hasEventsOfItsOwn) => ApiHost.StartAsync(
        services => services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie(options =>
        {
            if (hasEventsOfItsOwn)
            {
                options.Events.OnRedirectToLogin = context => RedirectAsync(context, "/my-login");
                options.Events.OnRedirectToAccessDenied = context => RedirectAsync(context, "/my-refusal");
            }
        }),
        app =>
        {
            app.MapWallets();
            app.MapGet("/sign-in", (string name, HttpContext context) => context.SignInAsync(new ClaimsPrincipal(new ClaimsIdentity([new Claim("sub", name)], "password"))));
            app.MapGet("/page", () => Results.Content("<p>hello</p>", "text/html")).RequireAuthorization();
        });

    private static Task RedirectAsync(RedirectContext<CookieAuthenticationOptions> context, string path)
    {
        context.Response.Redirect(path);
        return Task.CompletedTask;
    }

    /// <summary>Challenges callers in the way of OpenID Connect.</summary>
    private sealed class RemoteLogin(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, System.Text.Encodings.Web.UrlEncoder encoder)
        : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
    {
        protected override Task<AuthenticateResult> HandleAuthenticateAsync() => Task.FromResult(AuthenticateResult.NoResult());

        protected override Task HandleChallengeAsync(AuthenticationProperties properties)
        {
            Response.Cookies.Append("correlation", "1");
            Response.Redirect("https://login.example/authorize");
            return Task.CompletedTask;
        }
    }
}
