using System.Text.Json;
using WalletKit.AspNetCore.Binding;
using WalletKit.Commands;

namespace WalletKit.AspNetCore.Tests;

/// <summary>Calls with raw bodies, which any client may send.</summary>
internal static class Calling
{
    public static Task<Answer> GetAnswerAsync(this HttpClient client, string path, params (string Name, string Value)[] headers) =>
        client.AnswerAsync(new HttpRequestMessage(HttpMethod.Get, path), headers);

    public static Task<Answer> PostAnswerAsync(this HttpClient client, string path, string? json = null, params (string Name, string Value)[] headers) =>
        client.AnswerAsync(new HttpRequestMessage(HttpMethod.Post, path) { Content = json is null ? null : ApiHost.Json(json) }, headers);

    public static async Task<Answer> AnswerAsync(this HttpClient client, HttpRequestMessage request, params (string Name, string Value)[] headers)
    {
        using (request)
        {
            foreach (var (name, value) in headers)
            {
                request.Headers.TryAddWithoutValidation(name, value);
            }

            using var response = await client.SendAsync(request, Token);
            return new Answer
            {
                Status = (int)response.StatusCode,
                Body = await response.Content.ReadAsStringAsync(Token),
                ContentType = response.Content.Headers.ContentType?.MediaType,
                Headers = response.Headers.ToDictionary(header => header.Key, header => string.Join(',', header.Value), StringComparer.OrdinalIgnoreCase),
            };
        }
    }

    /// <summary>A wallet with money in it.</summary>
    public static async Task<Wallet> FundAsync(this ApiHost host, decimal amount, string? ownerId = null, string currency = "USD")
    {
        var wallet = (await host.Wallets.OpenAsync(ownerId ?? Guid.NewGuid().ToString(), currency, cancellationToken: Token)).Wallet;
        if (amount > 0)
        {
            await host.Wallets.DepositAsync(wallet.Id, amount, cancellationToken: Token);
        }

        return await host.Wallets.GetWalletAsync(wallet.Id, Token);
    }
}

/// <summary>The answer to a call.</summary>
internal sealed record Answer
{
    public required int Status { get; init; }

    public required string Body { get; init; }

    public required string? ContentType { get; init; }

    public required IReadOnlyDictionary<string, string> Headers { get; init; }

    public string? ETag => Headers.GetValueOrDefault("ETag");

    public string? Location => Headers.GetValueOrDefault("Location");

    public string? Replayed => Headers.GetValueOrDefault("Idempotency-Replayed");

    public JsonElement Json => JsonDocument.Parse(Body).RootElement;

    public string? this[string name] => Json.GetProperty(name).GetString();

    public Answer Is(int status)
    {
        Assert.True(status == Status, $"{Status} instead of {status}: {Body}");
        return this;
    }

    public Answer IsRefused(int status, string code, string? field = null)
    {
        Is(status);
        Assert.Equal("application/problem+json", ContentType);
        Assert.Equal(status, Json.GetProperty("status").GetInt32());
        Assert.Equal("about:blank", this["type"]);
        Assert.Equal(code, this["code"]);
        Assert.Equal(field, Json.TryGetProperty("field", out var named) ? named.GetString() : null);
        Assert.NotEmpty(this["title"]!);
        Assert.NotEmpty(this["detail"]!);
        return this;
    }
}

/// <summary>One host for the tests of a class, each with wallets of its own.</summary>
public sealed class SharedHost : IAsyncLifetime
{
    internal ApiHost Host { get; private set; } = null!;

    internal HttpClient Operator { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Host = await ApiHost.StartAsync(services => services.AddWalletKit(wallets => wallets.AddCurrency("WEI", 18)));
        Operator = Host.Operator();
    }

    public async ValueTask DisposeAsync()
    {
        Operator.Dispose();
        await Host.DisposeAsync();
    }
}
