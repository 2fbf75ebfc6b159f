using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using WalletKit.Commands;

namespace WalletKit.AspNetCore.Tests;

[Slow]
public sealed class FuzzTests
{
    private const int Cases = 10_000;
    private const int Chunk = 500;
    private const int Workers = 8;

    [Fact]
    public async Task Every_request_is_done_or_refused_by_name_and_the_books_hold_exactly_what_was_done()
    {
        var seed = Seed.OfCommands();
        var described = OpenApiTests.OperationsOf(await OpenApiTests.DescribeAsync()).ToDictionary(
            operation => operation.Described["operationId"]!.GetValue<string>(), operation => operation.Described["responses"]!.AsObject());
        await using var host = await ApiHost.StartAsync(services => services.AddTransient<IStartupFilter, EndpointNames>());
        await using var books = await Books.OpenAsync(host);
        List<string> wallets = [];
        for (var i = 0; i < 12; i++)
        {
            var wallet = (await host.Wallets.OpenAsync($"user-{i}", i == 11 ? "JPY" : "USD", cancellationToken: Token)).Wallet;
            await host.Wallets.DepositAsync(wallet.Id, 1000m, cancellationToken: Token);
            wallets.Add(wallet.Id.ToString());
        }

        using var client = new HttpClient(new SocketsHttpHandler { RequestHeaderEncodingSelector = (_, _) => Encoding.UTF8 }) { BaseAddress = host.Address };
        var statuses = new ConcurrentDictionary<int, int>();
        for (var first = 0; first < Cases; first += Chunk)
        {
            var before = await books.WalletsAsync();
            var changes = new ConcurrentDictionary<string, WalletState>();
            await Parallel.ForAsync(first, first + Chunk, new ParallelOptions { MaxDegreeOfParallelism = Workers, CancellationToken = Token }, async (i, token) =>
            {
                var what = new FuzzCases(new Random(unchecked((seed * 31) + i)), wallets).Next();
                try
                {
                    using var request = what.ToRequest();
                    using var response = await client.SendAsync(request, token);
                    statuses.AddOrUpdate((int)response.StatusCode, 1, (_, count) => count + 1);
                    Check(response, await response.Content.ReadAsByteArrayAsync(token), described, changes);
                }
                catch (Exception exception) when (exception is not OperationCanceledException)
                {
                    throw new InvalidOperationException($"WALLETKIT_SEED={seed}, case {i}: {what}", exception);
                }
            });
            var after = await books.WalletsAsync();
            var changed = after.ToDictionary(wallet => wallet.Key, wallet => wallet.Value - before.GetValueOrDefault(wallet.Key)).Where(change => change.Value != default);
            Assert.Equal(
                changes.OrderBy(change => change.Key, StringComparer.Ordinal).Select(change => $"{change.Key} {change.Value}"),
                changed.OrderBy(change => change.Key, StringComparer.Ordinal).Select(change => $"{change.Key} {change.Value}"));
        }

        await books.AssertBalancedAsync();
        WriteLine(string.Join(", ", statuses.OrderBy(status => status.Key)));

        // Without so many answers of each status the cases would prove little.
        Assert.All((int[])[200, 201, 400, 401, 403, 404, 405, 409, 412, 422], status => Assert.True(statuses.GetValueOrDefault(status) > 10, $"hardly any {status}"));
    }

    private static void Check(HttpResponseMessage response, byte[] body, Dictionary<string, JsonObject> described, ConcurrentDictionary<string, WalletState> changes)
    {
        var status = (int)response.StatusCode;
        Assert.InRange(status, 200, 499);
        var endpoint = response.Headers.TryGetValues(EndpointNames.Header, out var names) ? names.Single() : null;
        if (endpoint is not null && !endpoint.StartsWith("405", StringComparison.Ordinal))
        {
            Assert.True(response.Headers.CacheControl?.NoStore, "may be stored");
        }

        if (status < 300)
        {
            Assert.True(described[endpoint!].ContainsKey($"{status}"));
            Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
            if (response.RequestMessage!.Method == HttpMethod.Post && !response.Headers.Contains("Idempotency-Replayed"))
            {
                Note(response, JsonDocument.Parse(body).RootElement, changes);
            }
        }
        else if (endpoint is null)
        {
            // The server or the routing gives these refusals by itself.
            Assert.Contains(response.StatusCode, (HttpStatusCode[])[HttpStatusCode.BadRequest, HttpStatusCode.NotFound]);
            Assert.Empty(body);
        }
        else if (!endpoint.StartsWith("405", StringComparison.Ordinal))
        {
            Assert.Equal((status, "application/problem+json"), (status, response.Content.Headers.ContentType?.MediaType));
            if (response.RequestMessage!.Method == HttpMethod.Head)
            {
                Assert.Empty(body);
                return;
            }

            var problem = JsonDocument.Parse(body).RootElement;
            Assert.Equal((status, "about:blank"), (problem.GetProperty("status").GetInt32(), problem.GetProperty("type").GetString()));
            Assert.Matches("^[a-z_]+$", problem.GetProperty("code").GetString());
            Assert.Contains(problem.GetProperty("code").GetString()!, described[endpoint][$"{status}"]!["description"]!.GetValue<string>(), StringComparison.Ordinal);
            Assert.NotEmpty(problem.GetProperty("detail").GetString()!);
            Assert.Equal(status == 412, problem.GetProperty("code").GetString() == "concurrency_conflict");
        }
    }

    /// <summary>Notes the changes of wallets that an answer reports.</summary>
    private static void Note(HttpResponseMessage response, JsonElement answer, ConcurrentDictionary<string, WalletState> changes)
    {
        if (answer.TryGetProperty("transactions", out var transactions))
        {
            foreach (var transaction in transactions.EnumerateArray())
            {
                NoteTransaction(transaction);

                // A caller that is not an operator does not learn the other leg.
                if (transactions.GetArrayLength() == 1 && transaction.GetProperty("counterpart") is { ValueKind: JsonValueKind.Object } counterpart)
                {
                    Add(counterpart.GetProperty("walletId"), new WalletState(-Minor(transaction), 1, 1));
                }
            }
        }
        else if (answer.TryGetProperty("transaction", out var capture))
        {
            NoteTransaction(capture);
        }
        else if (answer.TryGetProperty("balanceAfter", out _))
        {
            NoteTransaction(answer);
        }
        else if (answer.TryGetProperty("walletId", out var walletId))
        {
            // The answer is a hold or an event.
            Add(walletId, new WalletState(0, 0, 1));
        }
        else if (response.StatusCode == HttpStatusCode.Created)
        {
            Add(answer.GetProperty("id"), new WalletState(0, 0, 1));
        }

        void NoteTransaction(JsonElement transaction) => Add(transaction.GetProperty("walletId"), new WalletState(Minor(transaction), 1, 1));
        void Add(JsonElement id, WalletState change) => changes.AddOrUpdate(id.GetString()!, change, (_, sum) => sum + change);
    }

    private static long Minor(JsonElement transaction)
    {
        var amount = decimal.Parse(transaction.GetProperty("amount").GetString()!, CultureInfo.InvariantCulture);
        return (long)(amount * transaction.GetProperty("currency").GetString() switch { "JPY" => 1, "BHD" => 1000, _ => 100 });
    }

    /// <summary>Adds to every answer the name of its endpoint.</summary>
    private sealed class EndpointNames : IStartupFilter
    {
        public const string Header = "X-Endpoint";

        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use((context, following) =>
            {
                context.Response.OnStarting(() =>
                {
                    if (context.GetEndpoint() is { } endpoint)
                    {
                        context.Response.Headers[Header] = endpoint.Metadata.GetMetadata<IEndpointNameMetadata>()?.EndpointName ?? endpoint.DisplayName;
                    }

                    return Task.CompletedTask;
                });
                return following(context);
            });
            next(app);
        };
    }
}
