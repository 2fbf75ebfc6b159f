using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using WalletKit.Commands;

namespace WalletKit.AspNetCore.Tests;

/// <summary>The refusals of the server itself while it reads a body.</summary>
public sealed class BrokenBodyTests
{
    [Fact]
    public async Task A_body_that_the_server_cannot_read_is_refused_with_a_problem() =>
        await AssertRefusedAsync(null, "Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n", 400, "invalid_input");

    [Theory]
    [InlineData("Content-Length: 200\r\n\r\n")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n65\r\n")]
    public async Task A_body_past_the_limit_of_the_server_is_too_large(string head) =>
        await AssertRefusedAsync(limits => limits.MaxRequestBodySize = 100, head + new string(' ', 200), 413, "body_too_large");

    // The grace period is the shortest that the server has, so that a body which never ends is too slow.
    [Fact]
    public async Task A_body_that_the_server_waited_for_in_vain_is_too_slow() =>
        await AssertRefusedAsync(limits => limits.MinRequestBodyDataRate = new MinDataRate(1_000_000, TimeSpan.FromSeconds(1.1)), "Content-Length: 200\r\n\r\n{", 408, "body_too_slow");

    [Theory]
    [InlineData(400, "invalid_input", "body")]
    [InlineData(408, "body_too_slow", "body")]
    [InlineData(413, "body_too_large", "body")]
    [InlineData(415, "unsupported_media_type", "Content-Type")]
    [InlineData(431, "invalid_input", "body")]
    public async Task A_refusal_by_the_server_keeps_its_status_and_has_a_code_and_none_of_the_servers_words(int status, string code, string field)
    {
        await using var host = await ApiHost.StartAsync(map: app =>
            app.MapWallets().AddEndpointFilter((_, _) => throw new Microsoft.AspNetCore.Http.BadHttpRequestException("the server's own words", status)));
        using var client = host.Operator();

        var answer = (await client.PostAnswerAsync($"/wallets/{Guid.CreateVersion7()}/deposit", """{"amount":1}""")).IsRefused(status, code, field);

        Assert.DoesNotContain("own words", answer.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_exception_whose_status_is_no_refusal_is_left_to_the_host()
    {
        await using var host = await ApiHost.StartAsync(map: app =>
            app.MapWallets().AddEndpointFilter((_, _) => throw new Microsoft.AspNetCore.Http.BadHttpRequestException("the server's own words", 503)));
        using var client = host.Operator();

        Assert.Empty((await client.PostAnswerAsync($"/wallets/{Guid.CreateVersion7()}/deposit", """{"amount":1}""")).Is(503).Body);
    }

    private static async Task AssertRefusedAsync(Action<KestrelServerLimits>? limit, string rest, int status, string code)
    {
        await using var host = await ApiHost.StartAsync(services => services.Configure<KestrelServerOptions>(options => limit?.Invoke(options.Limits)));
        var wallet = (await host.Wallets.OpenAsync("user-1", "USD", cancellationToken: Token)).Wallet;
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(host.Address.Host, host.Address.Port, Token);
        await using var stream = new NetworkStream(socket);

        await stream.WriteAsync(
            Encoding.ASCII.GetBytes(
                $"POST /wallets/{wallet.Id}/deposit HTTP/1.1\r\nHost: {host.Address.Authority}\r\nAuthorization: Test operator:op\r\nContent-Type: application/json\r\nConnection: close\r\n{rest}"),
            Token);
        using var reader = new StreamReader(stream);
        var answer = await reader.ReadToEndAsync(Token);

        Assert.StartsWith($"HTTP/1.1 {status} ", answer, StringComparison.Ordinal);
        Assert.Contains("application/problem+json", answer, StringComparison.Ordinal);
        Assert.Contains($"\"status\":{status}", answer, StringComparison.Ordinal);
        Assert.Contains($"\"code\":\"{code}\"", answer, StringComparison.Ordinal);
        Assert.Contains("\"field\":\"body\"", answer, StringComparison.Ordinal);
        Assert.Equal(wallet, await host.Wallets.GetWalletAsync(wallet.Id, Token));
    }
}
