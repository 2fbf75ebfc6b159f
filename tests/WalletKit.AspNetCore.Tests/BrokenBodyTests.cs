using System.Net.Sockets;
using System.Text;

namespace WalletKit.AspNetCore.Tests;

public sealed class BrokenBodyTests
{
    [Fact]
    public async Task A_body_that_the_server_cannot_read_is_refused_with_a_problem()
    {
        await using var host = await ApiHost.StartAsync();
        var wallet = await host.Wallets.OpenAsync("user-1", "USD", cancellationToken: ApiHost.Token);
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(host.Address.Host, host.Address.Port, ApiHost.Token);
        await using var stream = new NetworkStream(socket);

        await stream.WriteAsync(
            Encoding.ASCII.GetBytes(
                $"POST /wallets/{wallet.Id}/deposit HTTP/1.1\r\nHost: {host.Address.Authority}\r\nAuthorization: Test operator:op\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{{}}\r\n0\r\n\r\n"),
            ApiHost.Token);
        using var reader = new StreamReader(stream);
        var answer = await reader.ReadToEndAsync(ApiHost.Token);

        Assert.StartsWith("HTTP/1.1 400 ", answer, StringComparison.Ordinal);
        Assert.Contains("application/problem+json", answer, StringComparison.Ordinal);
        Assert.Contains("\"field\":\"body\"", answer, StringComparison.Ordinal);
        Assert.Equal(0m, (await host.Wallets.GetBalanceAsync(wallet.Id, ApiHost.Token)).Balance);
    }
}
