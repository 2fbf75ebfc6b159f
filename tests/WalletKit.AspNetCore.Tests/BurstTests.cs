using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using WalletKit.Commands;

namespace WalletKit.AspNetCore.Tests;

[Slow]
public sealed class BurstTests
{
    private const int Connections = 64;
    private const int Requests = 10_000;

    [Fact]
    public async Task Each_answered_call_of_many_at_once_is_in_the_books_once()
    {
        await using var host = await ApiHost.StartAsync();
        List<WalletId> wallets = [];
        for (var i = 0; i < 8; i++)
        {
            var wallet = (await host.Wallets.OpenAsync($"user-{i}", "USD", cancellationToken: Token)).Wallet;
            await host.Wallets.DepositAsync(wallet.Id, 100m, cancellationToken: Token);
            wallets.Add(wallet.Id);
        }

        var answers = new ConcurrentBag<Answer>();
        await Task.WhenAll(Enumerable.Range(0, Connections).Select(connection => Task.Run(
            async () =>
            {
                using var handler = new SocketsHttpHandler { MaxConnectionsPerServer = 1 };
                using var client = new HttpClient(handler) { BaseAddress = host.Address };
                client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(TestAuthentication.SchemeName, "operator:op");
                for (var i = connection; i < Requests; i += Connections)
                {
                    answers.Add(await CallAsync(client, wallets, i));
                }
            },
            Token)));

        await using var books = await Books.OpenAsync(host);
        await books.AssertBalancedAsync();
        var recorded = await books.TransactionsAsync();
        Assert.Equal(Requests, answers.Count);
        Assert.All(answers, answer => Assert.True(answer.IsDone || answer.Code == "insufficient_funds", answer.Code));
        Assert.All(answers.SelectMany(answer => answer.Transactions), told => Assert.Equal(told.Amount, recorded[(told.WalletId, told.Sequence)]));

        // The books have the opening deposits, and each transaction that was answered once as new: no more and no less.
        var first = answers.Where(answer => answer is { IsDone: true, IsReplayed: false }).ToArray();
        Assert.Equal(recorded.Count, wallets.Count + first.SelectMany(answer => answer.Transactions).Select(told => (told.WalletId, told.Sequence)).Distinct().Count());
        Assert.Equal(recorded.Count, wallets.Count + first.Sum(answer => answer.Transactions.Count));
        Assert.Equal(first.Count(answer => answer.IsHold), await books.SingleAsync("SELECT count(*) FROM walletkit_holds"));
        Assert.All(
            answers.Where(answer => answer is { IsDone: true, Key: not null }).GroupBy(answer => answer.Key),
            same =>
            {
                Assert.Single(same, answer => !answer.IsReplayed);
                Assert.Single(same.Select(answer => answer.Body).Distinct());
            });
        Assert.Contains(answers, answer => answer.IsReplayed);
        Assert.Contains(answers, answer => !answer.IsDone);
    }

    private static async Task<Answer> CallAsync(HttpClient client, List<WalletId> wallets, int i)
    {
        // Three connections use each key, with the same content.
        var isKeyed = i % 2 == 0;
        var what = isKeyed ? i / 2 % (Requests / 6) : i;
        var (from, to) = (wallets[what % wallets.Count], wallets[(what + 1 + (what % 5)) % wallets.Count]);
        var amount = (what % 40) + 1;
        var (path, body) = (what / 8 % 4) switch
        {
            0 => ("deposit", $$"""{"amount":{{amount}}}"""),
            1 => ("withdraw", $$"""{"amount":{{amount}}}"""),
            2 => ("transfers", $$"""{"to":"{{to}}","amount":{{amount}}}"""),
            _ => ("holds", """{"amount":"0.05"}"""),
        };
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/wallets/{from}/{path}") { Content = ApiHost.Json(body) };
        if (isKeyed)
        {
            request.Headers.Add("Idempotency-Key", $"key-{what}");
        }

        using var response = await client.SendAsync(request, Token);
        var text = await response.Content.ReadAsStringAsync(Token);
        var answer = JsonDocument.Parse(text).RootElement;
        var isDone = response.StatusCode is HttpStatusCode.OK or HttpStatusCode.Created;
        return new Answer(
            isDone,
            response.Headers.Contains("Idempotency-Replayed"),
            path == "holds",
            isKeyed ? $"{from} key-{what}" : null,
            isDone ? null : answer.GetProperty("code").GetString(),
            text,
            path == "holds" || !isDone ? [] : [.. (answer.TryGetProperty("transactions", out var many) ? many.EnumerateArray().ToArray() : [answer]).Select(Told)]);
    }

    private static (string WalletId, long Sequence, long Amount) Told(JsonElement transaction) => (
        transaction.GetProperty("walletId").GetString()!,
        transaction.GetProperty("sequence").GetInt64(),
        (long)(decimal.Parse(transaction.GetProperty("amount").GetString()!, CultureInfo.InvariantCulture) * 100));

    private sealed record Answer(
        bool IsDone, bool IsReplayed, bool IsHold, string? Key, string? Code, string Body, IReadOnlyList<(string WalletId, long Sequence, long Amount)> Transactions);
}
