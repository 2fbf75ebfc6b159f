using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using WalletKit.AspNetCore.Access;
using WalletKit.Rules;

namespace WalletKit.AspNetCore.Tests;

/// <summary>The host's own handler of refused callers, beside WalletKit's handler, which answers them with problems.</summary>
public sealed class ResultHandlerTests
{
    [Fact]
    public async Task The_hosts_own_handler_of_refused_callers_still_runs()
    {
        await using var host = await StartBehindAsync(services => services.AddSingleton<IAuthorizationMiddlewareResultHandler, Marking>());
        using var nobody = host.Client();

        var answer = (await nobody.GetAnswerAsync($"/wallets/{Endpoints.Nobody}")).IsRefused(401, "unauthenticated");

        Assert.Equal("yes", answer.Headers["Marked"]);
    }

    public static TheoryData<string> Registrations => ["a type", "an instance", "a factory"];

    [Theory]
    [MemberData(nameof(Registrations))]
    public async Task A_handler_that_was_registered_after_WalletKits_is_refused_where_the_endpoints_are_mapped_and_taken_where_WalletKits_is_added_again(string how)
    {
        IServiceCollection Own(IServiceCollection services) => how switch
        {
            "a type" => services.AddSingleton<IAuthorizationMiddlewareResultHandler, Marking>(),
            "an instance" => services.AddSingleton<IAuthorizationMiddlewareResultHandler>(new Marking()),
            _ => services.AddSingleton<IAuthorizationMiddlewareResultHandler>(static _ => new Marking()),
        };

        foreach (var map in (Action<WebApplication>[])[app => app.MapWallets(), app => app.MapWalletsWithoutAuthorization()])
        {
            var refusal = await Assert.ThrowsAsync<InvalidOperationException>(() => ApiHost.StartAsync(services => Own(services), map));
            Assert.Contains("Call services.AddWalletApi() after it", refusal.Message, StringComparison.Ordinal);
            Assert.Contains(how == "a factory" ? "by a factory" : nameof(Marking), refusal.Message, StringComparison.Ordinal);
        }

        await using var host = await ApiHost.StartAsync(services => Own(services).AddWalletApi());
        using var nobody = host.Client();
        Assert.Equal("yes", (await nobody.GetAnswerAsync($"/wallets/{Endpoints.Nobody}")).IsRefused(401, "unauthenticated").Headers["Marked"]);
    }

    [Theory]
    [InlineData(ServiceLifetime.Singleton, 1)]
    [InlineData(ServiceLifetime.Scoped, 2)]
    public async Task A_handler_lives_as_long_as_the_host_said(ServiceLifetime lifetime, int expected)
    {
        var made = 0;
        await using var host = await StartBehindAsync(services => services.Add(ServiceDescriptor.Describe(
            typeof(IAuthorizationMiddlewareResultHandler),
            _ =>
            {
                Interlocked.Increment(ref made);
                return new Marking();
            },
            lifetime)));
        using var nobody = host.Client();

        (await nobody.GetAnswerAsync($"/wallets/{Endpoints.Nobody}")).IsRefused(401, "unauthenticated");
        (await nobody.GetAnswerAsync($"/wallets/{Endpoints.Nobody}")).IsRefused(401, "unauthenticated");

        Assert.Equal(expected, made);
    }

    [Fact]
    public async Task A_handler_under_a_key_is_left_to_its_own_users()
    {
        await using var host = await StartBehindAsync(services => services
            .AddAuthorization()
            .AddKeyedSingleton<IAuthorizationMiddlewareResultHandler, Marking>("another"));
        using var nobody = host.Client();

        var answer = (await nobody.GetAnswerAsync($"/wallets/{Endpoints.Nobody}")).IsRefused(401, "unauthenticated");

        Assert.DoesNotContain("Marked", answer.Headers.Keys);
    }

    // The host is set up as if it had added its own before WalletKit's.
    private static Task<ApiHost> StartBehindAsync(Action<IServiceCollection> add) => ApiHost.StartAsync(services =>
    {
        foreach (var ours in services.Where(each => each.ServiceType == typeof(IAuthorizationMiddlewareResultHandler) || each.ServiceType.Name == "ChallengeProblems").ToList())
        {
            services.Remove(ours);
        }

        add(services);
        services.AddWalletApi();
    });

    private sealed class Marking : IAuthorizationMiddlewareResultHandler
    {
        private readonly AuthorizationMiddlewareResultHandler _inner = new();

        public Task HandleAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
        {
            context.Response.Headers["Marked"] = "yes";
            return _inner.HandleAsync(next, context, policy, authorizeResult);
        }
    }
}
