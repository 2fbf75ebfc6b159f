using System.Net.Sockets;
using System.Reflection;
using System.Text;
using WalletKit.Commands;

namespace WalletKit.AspNetCore.Tests;

/// <summary>A client that disconnects cancels its call, wherever the call is at that moment.</summary>
public sealed class RequestAbortedTests
{
    private static readonly TimeSpan s_guard = TimeSpan.FromSeconds(30);

    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<Exception?> _left = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<CancellationToken> _tokens = [];
    private CancellationToken _aborted;

    [Theory]
    [InlineData("deposit", """{"amount":"1"}""")]
    [InlineData("withdraw", """{"amount":"1"}""")]
    [InlineData("transfers", """{"amount":"1","to":"0198c5a2-7c3e-7b1a-9f2e-3d5c8a4b6e10"}""")]
    [InlineData("transactions/2/reverse", "")]
    [InlineData("holds", """{"amount":"1"}""")]
    [InlineData("holds/1/capture", "")]
    [InlineData("holds/1/void", "")]
    [InlineData("freeze", "")]
    [InlineData("close", "")]
    public async Task A_call_that_waits_for_a_wallet_ends_when_its_client_goes_and_has_done_nothing(string call, string body)
    {
        await using var host = await StartAsync();
        var wallet = await host.FundAsync(10m);
        await host.Wallets.PlaceHoldAsync(wallet.Id, 1m, cancellationToken: Token);
        var before = await host.Wallets.GetWalletAsync(wallet.Id, Token);
        var held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var section = host.Wallets.ExecuteLockedAsync(
            [wallet.Id],
            (_, token) =>
            {
                held.SetResult();
                return release.Task.WaitAsync(token);
            },
            new() { Timeout = s_guard * 2 },
            Token);
        await held.Task.WaitAsync(s_guard, Token);

        await SendAndGoAsync(host, $"/wallets/{wallet.Id}/{call}", body);

        // The section holds the wallet all the while, so only the disconnection of the client can have ended the call.
        Assert.IsAssignableFrom<OperationCanceledException>(await _left.Task.WaitAsync(s_guard, Token));
        Assert.False(section.IsCompleted);
        release.SetResult();
        await section;
        Assert.Equal(before, await host.Wallets.GetWalletAsync(wallet.Id, Token));
    }

    [Theory]
    [InlineData("operator:op")]
    [InlineData("user-1")]
    public async Task Work_for_a_request_ends_with_its_client(string caller)
    {
        await using var host = await StartAsync();
        var wallet = await host.FundAsync(10m, "user-1");
        using var client = host.Client(caller);
        var calls = (caller == "user-1" ? Endpoints.OfAnOwner(wallet.Id.ToString()) : Endpoints.OfAWallet(wallet.Id.ToString()))
            .Append(("GET", "/wallets?ownerId=user-1", null))
            .Append(("POST", "/wallets", """{"ownerId":"user-1","currency":"USD"}"""));
        foreach (var (verb, path, body) in calls)
        {
            _tokens.Clear();
            await client.AnswerAsync(Endpoints.Request(verb, path, body));

            Assert.True(_tokens.Count > 0, $"{verb} {path} asked for nothing");
            Assert.All(_tokens, token => Assert.True(token.CanBeCanceled && token == _aborted, $"{verb} {path} goes on without its client"));
        }
    }

    private Task<ApiHost> StartAsync() => ApiHost.StartAsync(
        services =>
        {
            var real = services.Last(service => service.ServiceType == typeof(IWalletService)).ImplementationType!;
            services.AddSingleton(provider =>
            {
                var watched = DispatchProxy.Create<IWalletService, WatchedService>();
                ((WatchedService)watched).Inner = (IWalletService)ActivatorUtilities.CreateInstance(provider, real);
                ((WatchedService)watched).Called = token =>
                {
                    _tokens.Add(token);
                    if (token == _aborted)
                    {
                        _reached.TrySetResult();
                    }
                };
                return watched;
            });
        },
        app =>
        {
            app.Use(async (context, next) =>
            {
                _aborted = context.RequestAborted;
                try
                {
                    await next();
                    _left.TrySetResult(null);
                }
                catch (Exception exception)
                {
                    _left.TrySetResult(exception);
                    throw;
                }
            });
            app.MapWallets();
        });

    /// <summary>Sends a whole call, and resets the connection once the service was called.</summary>
    private async Task SendAndGoAsync(ApiHost host, string path, string body)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { LingerState = new LingerOption(true, 0) };
        await socket.ConnectAsync(host.Address.Host, host.Address.Port, Token);
        await socket.SendAsync(
            Encoding.ASCII.GetBytes(
                $"POST {path} HTTP/1.1\r\nHost: {host.Address.Authority}\r\nAuthorization: Test operator:op\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n{body}"),
            Token);
        await _reached.Task.WaitAsync(s_guard, Token);
    }
}

/// <summary>Reports the token of each call, and forwards the call.</summary>
#pragma warning disable CA1852 // The proxy is a subclass, made while it runs.
internal class WatchedService : DispatchProxy
#pragma warning restore CA1852
{
    public IWalletService? Inner { get; set; }

    public Action<CancellationToken>? Called { get; set; }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        Called!((CancellationToken)args![^1]!);
        return targetMethod!.Invoke(Inner, BindingFlags.DoNotWrapExceptions, null, args, null);
    }
}
