using System.Net;
using WalletKit.PostgreSql.Server;

namespace WalletKit.Samples.Tests.Api;

[Slow]
public sealed class ApiSampleTests
{
    [Fact]
    public async Task The_commands_of_the_readme_print_what_it_shows()
    {
        await using var api = await ApiProcess.StartAsync();
        await AssertPrintsWhatItShowsAsync(api);
    }

    [Fact]
    public async Task The_commands_of_the_readme_print_what_it_shows_on_a_PostgreSQL_server()
    {
        Assert.SkipWhen(TestServer.Missing is not null, TestServer.Missing ?? "");
        await using var api = await ApiProcess.StartAsync(await TestServer.CreateDatabaseAsync());
        await AssertPrintsWhatItShowsAsync(api);
    }

    [Fact]
    public async Task The_sample_started_from_its_project_describes_itself_and_is_healthy()
    {
        await using var api = await ApiProcess.StartAsync();
        using var client = Connect(api);

        Assert.Contains("<html", await client.GetStringAsync("/", Token), StringComparison.OrdinalIgnoreCase);
        Assert.Contains("/wallets/{walletId}/deposit", await client.GetStringAsync("/openapi/v1.json", Token), StringComparison.Ordinal);
        Assert.Equal("Healthy", await client.GetStringAsync("/health", Token));
    }

    [Fact]
    public async Task The_sample_issues_no_tokens_outside_of_development_and_wallets_require_one()
    {
        await using var api = await ApiProcess.StartInProductionAsync();
        using var client = Connect(api);

        using var token = await client.PostAsync("/tokens?owner=user-1&isOperator=true", content: null, Token);
        using var wallets = await client.GetAsync("/wallets?ownerId=user-1", Token);

        Assert.Equal(HttpStatusCode.NotFound, token.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, wallets.StatusCode);
    }

    [Fact]
    public async Task The_token_of_an_owner_makes_no_operator()
    {
        await using var api = await ApiProcess.StartAsync();
        using var client = Connect(api);
        using var token = await client.PostAsync("/tokens?owner=user-1", content: null, Token);
        client.DefaultRequestHeaders.Authorization = new("Bearer", await token.Content.ReadAsStringAsync(Token));

        using var own = await client.GetAsync("/wallets?ownerId=user-1", Token);
        using var deposit = await client.PostAsync($"/wallets/{Guid.NewGuid()}/deposit", content: null, Token);

        Assert.Equal(HttpStatusCode.OK, own.StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, deposit.StatusCode);
    }

    private static HttpClient Connect(ApiProcess api) => new(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = new Uri(api.Address) };

    private static bool IsInstalled(string command) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(directory => File.Exists(Path.Combine(directory, command)));

    private static async Task AssertPrintsWhatItShowsAsync(ApiProcess api)
    {
        Assert.SkipUnless(IsInstalled("bash") && IsInstalled("curl"), "The README's commands need bash and curl, and one of them is not installed.");
        var script = ReadmeScript.Read();
        Assert.True(script.Blocks.Count >= 9, $"Only {script.Blocks.Count} blocks of shell commands were found in the README.");

        var (exitCode, printed, errors) = await script.RunAsync(api.Address);

        Assert.True(exitCode == 0, $"exit code {exitCode}\n{errors}\n{string.Join('\n', printed)}");
        Assert.Empty(errors);
        Assert.Equal(script.Blocks.Count, printed.Count);
        Assert.All(script.Blocks.Zip(printed), block => ReadmeScript.AssertShown(block.First.Shown, block.Second));
    }
}
