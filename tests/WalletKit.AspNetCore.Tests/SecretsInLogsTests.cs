using Microsoft.Data.Sqlite;
using WalletKit.Stores;

namespace WalletKit.AspNetCore.Tests;

/// <summary>
/// Private data is in no line that this package logs, nor in any line that the framework logs about a call, at any level. A line may have the method, the path
/// with its ids, the status, and the code of a refusal. The framework's own line about a request has its query as well, which may name an owner. The host
/// decides by the category <c>Microsoft.AspNetCore.Hosting.Diagnostics</c> whether that line is written, so the story requests an owner's wallets by the
/// bearer's own name alone.
/// </summary>
public sealed class SecretsInLogsTests
{
    private const string Secret = "s3cr3t";

    [Fact]
    public async Task No_bearer_token_key_reference_metadata_reason_or_owner_is_in_any_line_of_the_log()
    {
        using var log = new CapturedLog();
        await using var host = await ApiHost.StartAsync(services => services
            .AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(log))
            .AddWalletKit(wallets => wallets.AddExchangeRates(_ => new FailingRates())));
        using var client = host.Client($"operator:{Secret}");
        var (from, to) = (await host.FundAsync(10m, Secret), await host.FundAsync(0, $"{Secret} 2", "EUR"));
        var path = $"/wallets/{from.Id}";
        const string Notes = $$"""
            "reference":"{{Secret}}","metadata":{"{{Secret}}":"{{Secret}}"}
            """;

        (await client.PostAnswerAsync("/wallets", $$"""{"ownerId":"{{Secret}}","currency":"USD","name":"{{Secret}}"}""")).Is(201);
        (await client.PostAnswerAsync("/wallets", $$"""{"ownerId":"{{Secret}}","currency":"{{Secret}}"}""")).Is(400);
        (await client.PostAnswerAsync($"{path}/deposit", $$"""{"amount":"1",{{Notes}}}""", Key("1"))).Is(200);
        (await client.PostAnswerAsync($"{path}/deposit", $$"""{"amount":"2",{{Notes}}}""", Key("1"))).Is(422);
        (await client.PostAnswerAsync($"{path}/deposit", $$"""{"amount":"1",{{Notes}}}""", Key(new string('x', 200)))).Is(400);
        (await client.PostAnswerAsync($"{path}/deposit", $$"""{"amount":"{{Secret}}",{{Notes}}}""", Key("2"))).Is(400);
        (await client.PostAnswerAsync($"{path}/deposit", $$"""{"{{Secret}}":"1"}""", Key("3"))).Is(400);
        (await client.PostAnswerAsync($"{path}/deposit", Secret, Key("4"))).Is(400);
        (await client.PostAnswerAsync($"{path}/withdraw", $$"""{"amount":"1000",{{Notes}}}""", Key("5"))).Is(400);
        (await client.PostAnswerAsync($"{path}/withdraw", $$"""{"amount":"1",{{Notes}}}""", Key("6"), ("If-Match", $"\"{Secret}\""))).Is(412);
        (await client.PostAnswerAsync($"{path}/transfers", $$"""{"to":"{{to.Id}}","amount":"1",{{Notes}}}""", Key("7"))).Is(503);
        (await client.PostAnswerAsync($"{path}/holds", $$"""{"amount":"1",{{Notes}}}""", Key("8"))).Is(201);
        (await client.PostAnswerAsync($"{path}/freeze", $$"""{"reason":"{{Secret}}"}""", Key("9"))).Is(200);
        (await client.PostAnswerAsync($"{path}/freeze", $$"""{"reason":"{{Secret}}"}""", Key("10"))).Is(409);
        using (var stranger = host.Client(Secret + " 3"))
        {
            (await stranger.PostAnswerAsync($"{path}/deposit", $$"""{"amount":"1",{{Notes}}}""", Key("11"))).Is(403);
            (await stranger.GetAnswerAsync(path)).Is(404);
        }

        using (var nobody = host.Client())
        {
            (await nobody.GetAnswerAsync(path, ("Authorization", $"Bearer {Secret}"))).Is(401);
        }

        (await client.GetAnswerAsync("/health")).Is(200);

        Assert.Contains(log.Lines, line => line.Category.StartsWith("WalletKit.AspNetCore", StringComparison.Ordinal));
        Assert.Contains(log.Lines, line => line.Category.StartsWith("Microsoft.AspNetCore.Hosting", StringComparison.Ordinal));
        Assert.All(log.Lines, line => Assert.DoesNotContain(Secret, line.Text, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task A_store_that_fails_is_logged_without_what_it_was_given()
    {
        using var log = new CapturedLog();
        await using var host = await ApiHost.StartAsync(services => services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(log)));
        var wallet = await host.FundAsync(10m, Secret);
        using var client = host.Client($"operator:{Secret}");
        await using var file = new SqliteConnection($"Data Source={((SqliteWalletStore)host.Services.GetRequiredService<IWalletStore>()).Path};Pooling=False");
        await file.OpenAsync(Token);
        await using var command = file.CreateCommand();
        command.CommandText = "CREATE TRIGGER refusing BEFORE INSERT ON walletkit_journal BEGIN SELECT raise(ABORT, 'refused by a trigger'); END";
        await command.ExecuteNonQueryAsync(Token);

        (await client.PostAnswerAsync($"/wallets/{wallet.Id}/deposit", $$"""{"amount":"1","reference":"{{Secret}}"}""", Key("1"))).Is(500);

        Assert.Contains(log.Lines, line => line.Text.Contains("because the store failed", StringComparison.Ordinal));
        Assert.All(log.Lines, line => Assert.DoesNotContain(Secret, line.Text, StringComparison.OrdinalIgnoreCase));
    }

    private static (string Name, string Value) Key(string which) => ("Idempotency-Key", $"{Secret}-{which}");

    private sealed class FailingRates : IExchangeRateProvider
    {
        public ValueTask<decimal?> GetRateAsync(string source, string target, CancellationToken cancellationToken) => throw new HttpRequestException("no rates");
    }
}
