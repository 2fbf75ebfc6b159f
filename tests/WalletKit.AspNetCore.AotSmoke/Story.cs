using System.Net;
using System.Text;
using System.Text.Json;

namespace WalletKit.AspNetCore.AotSmoke;

/// <summary>A host with the endpoints, which calls them over HTTP and checks each answer.</summary>
internal static class Story
{
    public static async Task TellAsync(string file)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Error);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddWalletKit(wallets => wallets.UseSqlite($"Data Source={file}").AddRebates(rebates => rebates.ProcessInBackground = false));
        builder.Services.AddWalletApi();
        builder.Services.AddWalletProblemDetails();
        builder.Services.AddOpenApi(options => options.AddWalletApi());
        builder.Services.AddHealthChecks().AddWalletKit();
        await using var app = builder.Build();
        app.MapWalletsWithoutAuthorization();
        app.MapGet("/own/{walletId:guid}", async (Guid walletId, IWalletService wallets) => (await wallets.WithdrawAsync(new(walletId), 1_000m)).Replayed.ToString()).WithWalletProblemDetails().ExcludeFromDescription();
        app.MapHealthChecks("/health");
        app.MapOpenApi();
        await app.StartAsync();

        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = new Uri(app.Urls.Single()) };
        var wallet = await OpenAsync(client, "default");
        var savings = await OpenAsync(client, "savings");
        await MoveAsync(client, wallet, savings);
        await HoldAsync(client, wallet);
        await ReadAsync(client, wallet);
        await RefuseAsync(client, wallet);
        await app.StopAsync();
    }

    private static async Task<string> OpenAsync(HttpClient client, string name)
    {
        var opened = await PostAsync(client, "/wallets", $$"""{"ownerId":"user-1","currency":"USD","name":"{{name}}"}""", HttpStatusCode.Created);
        return opened.GetProperty("id").GetString()!;
    }

    private static async Task MoveAsync(HttpClient client, string wallet, string savings)
    {
        var deposit = await PostAsync(client, $"/wallets/{wallet}/deposit", """{"amount":"100.10","reference":"card","metadata":{"channel":"web"}}""");
        Check(deposit.GetProperty("balanceAfter").GetString() == "100.10", "a deposit of 100.10 is there at once");
        Check(deposit.GetProperty("metadata").GetProperty("channel").GetString() == "web", "with its metadata");
        var withdrawal = await PostAsync(client, $"/wallets/{wallet}/withdraw", """{"amount":0.10}""");
        Check(withdrawal.GetProperty("balanceAfter").GetString() == "100.00", "a withdrawal of 0.10, as a number, leaves 100.00");
        var transfer = await PostAsync(client, $"/wallets/{wallet}/transfers", $$"""{"to":"{{savings}}","amount":"20.00"}""");
        Check(transfer.GetProperty("transactions").GetArrayLength() == 2, "a transfer has both legs");
        var reversal = await PostAsync(client, $"/wallets/{wallet}/transactions/3/reverse", "");
        Check(reversal.GetProperty("transactions")[0].GetProperty("amount").GetString() == "0.10", "a reversal takes the withdrawal back");
    }

    private static async Task HoldAsync(HttpClient client, string wallet)
    {
        var hold = await PostAsync(client, $"/wallets/{wallet}/holds", """{"amount":"40.00","expiresInSeconds":3600}""", HttpStatusCode.Created);
        var number = hold.GetProperty("number").GetInt64();
        var capture = await PostAsync(client, $"/wallets/{wallet}/holds/{number}/capture", """{"amount":"15.10","keepOpen":true}""");
        Check(capture.GetProperty("transaction").GetProperty("balanceAfter").GetString() == "65.00", "a capture of 15.10 leaves 65.00");
        Check(capture.GetProperty("hold").GetProperty("remaining").GetString() == "24.90", "and 24.90 of the hold");
        var ended = await PostAsync(client, $"/wallets/{wallet}/holds/{number}/void", "");
        Check(ended.GetProperty("status").GetString() == "voided", "a hold that was kept open is voided");
        var frozen = await PostAsync(client, $"/wallets/{wallet}/freeze", """{"reason":"a check"}""");
        Check(frozen.GetProperty("type").GetString() == "frozen", "a wallet is frozen");
        await PostAsync(client, $"/wallets/{wallet}/unfreeze", "");
    }

    private static async Task ReadAsync(HttpClient client, string wallet)
    {
        var balance = await GetAsync(client, $"/wallets/{wallet}/balance");
        Check(balance.GetProperty("balance").GetString() == "65.00", "the balance is 65.00");
        var history = await GetAsync(client, $"/wallets/{wallet}/transactions?limit=2");
        Check(history.GetProperty("transactions").GetArrayLength() == 2, "a page has as many transactions as were asked for");
        var captures = await GetAsync(client, $"/wallets/{wallet}/transactions?type=capture&from=2026-01-01T00:00:00Z");
        Check(captures.GetProperty("transactions").GetArrayLength() == 1, "a filter finds the capture");
        var statement = await GetAsync(client, $"/wallets/{wallet}/statement?from=2026-01-01T00:00:00Z&to=2126-01-01T00:00:00Z");
        Check(statement.GetProperty("closingBalance").GetString() == "65.00", "a statement ends at 65.00");
        var events = await GetAsync(client, $"/wallets/{wallet}/events");
        Check(events.GetProperty("events").GetArrayLength() == 2, "a freeze and its end are two events");
        var all = await GetAsync(client, "/wallets?ownerId=user-1");
        Check(all.GetProperty("wallets").GetArrayLength() == 2, "the owner has two wallets");
        Check(await client.GetStringAsync("/health") == "Healthy", "the store can be read");
        var document = await GetAsync(client, "/openapi/v1.json");
        Check(document.GetProperty("paths").TryGetProperty("/wallets/{walletId}/deposit", out _), "the document describes a deposit");
    }

    private static async Task RefuseAsync(HttpClient client, string wallet)
    {
        var refusal = await PostAsync(client, $"/wallets/{wallet}/withdraw", """{"amount":"65.01"}""", HttpStatusCode.BadRequest);
        Check(refusal.GetProperty("code").GetString() == "insufficient_funds", "a withdrawal of more than there is is refused");
        var malformed = await PostAsync(client, $"/wallets/{wallet}/deposit", """{"amount":"much"}""", HttpStatusCode.BadRequest);
        Check(malformed.GetProperty("field").GetString() == "amount", "an amount that is none is refused by name");
        using var own = await client.GetAsync($"/own/{wallet}");
        var problem = JsonElement.Parse(await own.Content.ReadAsStringAsync());
        Check(problem.GetProperty("code").GetString() == "insufficient_funds", "a refusal in an endpoint of the host's own is a problem");
    }

    private static async Task<JsonElement> PostAsync(HttpClient client, string path, string body, HttpStatusCode expected = HttpStatusCode.OK)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await client.PostAsync(path, content);
        var text = await response.Content.ReadAsStringAsync();
        Check(response.StatusCode == expected, $"{path} answers {expected}, not {response.StatusCode} with {text}");
        return JsonElement.Parse(text);
    }

    private static async Task<JsonElement> GetAsync(HttpClient client, string path) => JsonElement.Parse(await client.GetStringAsync(path));

    private static void Check(bool holds, string promise)
    {
        if (!holds)
        {
            throw new InvalidOperationException($"not so: {promise}");
        }
    }
}
