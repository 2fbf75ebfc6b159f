using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using WalletKit.AspNetCore.Binding;

namespace WalletKit.AspNetCore.Tests;

/// <summary>Exceptions of WalletKit in endpoints of the host's own.</summary>
public sealed class HostProblemTests
{
    private const string Secret = "SELECT * FROM walletkit_wallets in /secret/wallets.db failed.";

    public static TheoryData<string> Ways => ["handler", "developer page", "endpoint", "group"];

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task An_exception_in_a_hosts_own_endpoint_is_a_problem_with_its_code_and_without_a_stack_trace(string way)
    {
        await using var host = await StartAsync(way);
        var wallet = await host.FundAsync(10m);
        using var client = host.Client();

        foreach (var (path, status, code, field) in (IEnumerable<(string, int, string, string?)>)
            [
                ($"/pay/{wallet.Id}?amount=100", 400, "insufficient_funds", null),
                ($"/pay/{wallet.Id}?amount=0", 400, "invalid_amount", "amount"),
                ($"/pay/{wallet.Id}?amount=1&key={new string('k', 201)}", 400, "invalid_input", "idempotencyKey"),
                ($"/pay/{wallet.Id}?amount=1&version=7", 412, "concurrency_conflict", null),
                ($"/pay/{Endpoints.Nobody}?amount=1", 404, "wallet_not_found", null),
                ("/store", 503, "store_unavailable", null),
                ("/nested", 500, "nested_section", null),
                ("/ambient", 500, "ambient_transaction", null),
            ])
        {
            var answer = (await client.GetAnswerAsync(path)).IsRefused(status, code, field);

            Assert.Equal(status == 503 ? "1" : null, answer.Headers.GetValueOrDefault("Retry-After"));
            foreach (var secret in (string[])["   at ", "Exception", "secret", "SELECT"])
            {
                Assert.DoesNotContain(secret, answer.Body, StringComparison.Ordinal);
            }
        }

        (await client.GetAnswerAsync($"/pay/{wallet.Id}?amount=1")).Is(200);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task A_failure_is_logged_with_what_the_answer_does_not_tell_and_a_refusal_is_not(string way)
    {
        using var log = new CapturedLog();
        await using var host = await StartAsync(way, services => services.AddSingleton<ILoggerProvider>(log));
        using var client = host.Client();

        (await client.GetAnswerAsync("/store")).Is(503);
        (await client.GetAnswerAsync($"/pay/{Endpoints.Nobody}?amount=1")).Is(404);

        Assert.Contains(log.Warnings, line => line.Text.Contains(Secret, StringComparison.Ordinal));

        // The page for developers logs every exception itself.
        Assert.Equal(way == "developer page", log.Warnings.Any(line => line.Text.Contains("does not exist", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("handler", "the host's own page")]
    [InlineData("endpoint", "")]
    public async Task An_exception_that_is_not_of_the_library_is_left_to_the_host(string way, string body)
    {
        await using var host = await StartAsync(way, services => services.AddExceptionHandler<HostPage>());
        using var client = host.Client();

        Assert.Equal(body, (await client.GetAnswerAsync("/fault")).Is(500).Body);
    }

    [Fact]
    public async Task The_hosts_own_customization_of_problems_is_in_them()
    {
        await using var host = await StartAsync("handler", services => services.AddProblemDetails(options =>
            options.CustomizeProblemDetails = context => context.ProblemDetails.Extensions["node"] = "7"));
        using var client = host.Client();

        Assert.Equal("7", (await client.GetAnswerAsync($"/pay/{Endpoints.Nobody}?amount=1")).IsRefused(404, "wallet_not_found")["node"]);
    }

    [Fact]
    public async Task Endpoints_of_WalletKit_answer_as_before_where_the_host_has_problems_of_its_own()
    {
        await using var host = await StartAsync("handler");
        using var client = host.Operator();

        var answer = (await client.PostAnswerAsync($"/wallets/{Endpoints.Nobody}/deposit", """{"amount":1}""", ("Idempotency-Key", new string('k', 201)))).IsRefused(400, "invalid_input", "Idempotency-Key");

        Assert.Equal(["type", "title", "status", "detail", "code", "field"], answer.Json.EnumerateObject().Select(member => member.Name));
    }

    [Fact]
    public async Task A_host_that_asks_for_problems_without_adding_them_does_not_start_and_is_told_the_missing_call()
    {
        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(() => ApiHost.StartAsync(map: app => app.MapGet("/own", () => "own").WithWalletProblemDetails()));

        Assert.Contains("AddWalletProblemDetails()", refusal.Message, StringComparison.Ordinal);
    }

    private static Task<ApiHost> StartAsync(string way, Action<IServiceCollection>? configure = null) => ApiHost.StartAsync(
        services =>
        {
            services.AddWalletProblemDetails();
            configure?.Invoke(services);
        },
        app =>
        {
            _ = way switch
            {
                "handler" => app.UseExceptionHandler(),
                "developer page" => app.UseDeveloperExceptionPage(),
                _ => app,
            };
            app.MapWallets();
            var own = app.MapGroup("");
            _ = way == "group" ? own.WithWalletProblemDetails() : own;
            RouteHandlerBuilder[] endpoints =
            [
                own.MapGet("/pay/{walletId:guid}", async (Guid walletId, decimal amount, string? key, long? version, IWalletService wallets) =>
                    (await wallets.WithdrawAsync(new(walletId), amount, new() { IdempotencyKey = key, ExpectedVersion = version })).Balance),
                own.MapGet("/store", () => Failing(new WalletStoreException(StoreFailure.Busy, Secret))),
                own.MapGet("/nested", () => Failing(new NestedSectionException())),
                own.MapGet("/ambient", () => Failing(new AmbientTransactionException())),
                own.MapGet("/fault", () => Failing(new InvalidOperationException(Secret))),
            ];
            foreach (var endpoint in endpoints)
            {
                _ = way == "endpoint" ? endpoint.WithWalletProblemDetails() : endpoint;
            }
        });

    private static string Failing(Exception exception) => throw exception;

    private sealed class HostPage : Microsoft.AspNetCore.Diagnostics.IExceptionHandler
    {
        public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
        {
            await httpContext.Response.WriteAsync("the host's own page", cancellationToken);
            return true;
        }
    }
}
