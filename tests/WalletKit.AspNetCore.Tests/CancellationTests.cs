using System.Net.Sockets;
using System.Text;
using WalletKit.Commands;

namespace WalletKit.AspNetCore.Tests;

public sealed class CancellationTests
{
    private static readonly TimeSpan s_guard = TimeSpan.FromSeconds(60);

    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _left = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Fact]
    public async Task A_client_that_goes_in_the_middle_of_its_body_has_done_nothing()
    {
        await using var host = await StartAsync(async (_, next) =>
        {
            _reached.TrySetResult();
            await next();
        });
        var walletId = await OpenAsync(host);

        await SendAndGoAsync(host, walletId, "{\"amount\":1");

        await AssertDepositsAsync(host, walletId, 0);
        await RepeatAsync(host, walletId, isReplayed: false);
    }

    [Fact]
    public async Task A_client_that_goes_before_the_commit_has_done_nothing()
    {
        await using var host = await StartAsync(async (context, next) =>
        {
            // The body is there already; the client is gone.
            await GoneAsync(context);
            await next();
        });
        var walletId = await OpenAsync(host);

        await SendAndGoAsync(host, walletId, "{\"amount\":10}");

        await AssertDepositsAsync(host, walletId, 0);
        await RepeatAsync(host, walletId, isReplayed: false);
    }

    [Fact]
    public async Task A_client_that_goes_before_the_answer_gets_it_by_repeating_the_call()
    {
        await using var host = await StartAsync((context, next) =>
        {
            context.Response.OnStarting(() => GoneAsync(context));
            return next();
        });
        var walletId = await OpenAsync(host);

        await SendAndGoAsync(host, walletId, "{\"amount\":10}");

        await AssertDepositsAsync(host, walletId, 1);
        await RepeatAsync(host, walletId, isReplayed: true);
    }

    [Fact]
    public async Task Calls_given_up_at_any_moment_are_done_once_or_not_at_all_and_settled_by_repeating_them()
    {
        const int Calls = 500;
        await using var host = await ApiHost.StartAsync();
        var walletId = await OpenAsync(host);
        using var client = host.Operator();
        var given = 0;
        await Parallel.ForAsync(0, Calls, new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = Token }, async (i, _) =>
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromMicroseconds(i * 10));
            try
            {
                using var response = await DepositAsync(client, walletId, $"key-{i}", patience.Token);
                Assert.True(response.IsSuccessStatusCode);
            }
            catch (OperationCanceledException)
            {
                Interlocked.Increment(ref given);
            }
        });
        Assert.NotEqual(0, given);

        await Parallel.ForAsync(0, Calls, Token, async (i, token) =>
        {
            using var response = await DepositAsync(client, walletId, $"key-{i}", token);
            Assert.True(response.IsSuccessStatusCode);
        });

        await AssertDepositsAsync(host, walletId, Calls);
    }

    private Task<ApiHost> StartAsync(Func<HttpContext, Func<Task>, Task> around) => ApiHost.StartAsync(map: app =>
    {
        app.Use(async (context, next) =>
        {
            if (!context.Request.Headers.ContainsKey("X-Going"))
            {
                await next();
                return;
            }

            try
            {
                await around(context, next);
            }
            finally
            {
                _left.TrySetResult();
            }
        });
        app.MapWallets();
    });

    private async Task GoneAsync(HttpContext context)
    {
        var gone = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = context.RequestAborted.Register(gone.SetResult);
        _reached.TrySetResult();
        await gone.Task.WaitAsync(s_guard);
    }

    /// <summary>Sends a call, in whole or in part, and resets the connection once the server is at work on it.</summary>
    private async Task SendAndGoAsync(ApiHost host, WalletId walletId, string body)
    {
        using (var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { LingerState = new LingerOption(true, 0) })
        {
            await socket.ConnectAsync(host.Address.Host, host.Address.Port, Token);
            var head = $"POST /wallets/{walletId}/deposit HTTP/1.1\r\nHost: {host.Address.Authority}\r\nAuthorization: Test operator:op\r\nIdempotency-Key: key\r\n"
                + "X-Going: yes\r\nContent-Type: application/json\r\nContent-Length: 13\r\n\r\n";
            await socket.SendAsync(Encoding.ASCII.GetBytes(head + body), Token);
            await _reached.Task.WaitAsync(s_guard, Token);
        }

        await _left.Task.WaitAsync(s_guard, Token);
    }

    private static async Task<WalletId> OpenAsync(ApiHost host) => (await host.Wallets.OpenAsync("user-1", "USD", cancellationToken: Token)).Wallet.Id;

    private static async Task<HttpResponseMessage> DepositAsync(HttpClient client, WalletId walletId, string key, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/wallets/{walletId}/deposit") { Content = ApiHost.Json("{\"amount\":10}") };
        request.Headers.Add("Idempotency-Key", key);
        return await client.SendAsync(request, cancellationToken);
    }

    private static async Task RepeatAsync(ApiHost host, WalletId walletId, bool isReplayed)
    {
        using var client = host.Operator();
        using var response = await DepositAsync(client, walletId, "key", Token);
        Assert.True(response.IsSuccessStatusCode);
        Assert.Equal(isReplayed, response.Headers.Contains("Idempotency-Replayed"));
        await AssertDepositsAsync(host, walletId, 1);
    }

    private static async Task AssertDepositsAsync(ApiHost host, WalletId walletId, int count)
    {
        Assert.Equal(10m * count, (await host.Wallets.GetBalanceAsync(walletId, Token)).Balance);
        await using var books = await Books.OpenAsync(host);
        await books.AssertBalancedAsync();
        Assert.Equal(count, (await books.TransactionsAsync()).Count);
        Assert.Equal(count, await books.SingleAsync("SELECT count(*) FROM walletkit_rebates"));
        Assert.Equal(count, await books.SingleAsync("SELECT count(*) FROM walletkit_idempotency_keys"));
    }
}
