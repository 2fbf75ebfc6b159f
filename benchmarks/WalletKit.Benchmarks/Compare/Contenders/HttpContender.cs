using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WalletKit.AspNetCore;
using WalletKit.Benchmarks.Compare.Books;
using WalletKit.Benchmarks.Compare.Measuring;

namespace WalletKit.Benchmarks.Compare.Contenders;

/// <summary>A deposit endpoint on Kestrel, called over loopback from the same process. Each caller keeps a connection of its own.</summary>
internal sealed class HttpContender : IMover
{
    private static readonly byte[] s_body = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $$"""{"amount":{{Operation.DepositMinorUnits / 100m}}}"""));

    private readonly WebApplication _app;
    private readonly IMover? _byHand;
    private readonly HttpClient _client;
    private readonly string[] _paths;
    private readonly string _file;

    private HttpContender(WebApplication app, IMover? byHand, BooksFile books, string file)
    {
        _app = app;
        _byHand = byHand;
        _client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = new Uri(app.Urls.Single()) };
        _paths = [.. books.WalletIds.Select(id => $"/wallets/{id}/deposit")];
        _file = file;
    }

    /// <summary>The endpoints of WalletKit, with its defaults.</summary>
    public static async Task<HttpContender> OpenWalletKitAsync(BooksFile books, string path)
    {
        var builder = CreateBuilder();
        builder.Services.AddWalletKit(wallets => wallets.UseSqlite($"Data Source={path}").AddRebates(rebates => rebates.ProcessInBackground = false));
        builder.Services.AddWalletApi();
        var app = builder.Build();
        app.MapWalletsWithoutAuthorization();
        await app.StartAsync();
        return new HttpContender(app, byHand: null, books, path);
    }

    /// <summary>A handwritten endpoint, which does the same work with another contender.</summary>
    public static async Task<HttpContender> OpenBareAsync(BooksFile books, string path, IMover byHand)
    {
        var places = books.WalletIds.Select((id, place) => (id.Value, place)).ToDictionary(wallet => wallet.Value, wallet => wallet.place);
        var app = CreateBuilder().Build();
        app.MapPost("/wallets/{walletId:guid}/deposit", async (Guid walletId, BareDeposit deposit, [FromHeader(Name = "Idempotency-Key")] string? key) =>
        {
            await byHand.MoveAsync(new Operation(places[walletId], (long)(deposit.Amount * 100m), key));
            return TypedResults.Ok(deposit);
        });
        await app.StartAsync();
        return new HttpContender(app, byHand, books, path);
    }

    public Task WorkAsync(Workload workload, Meter meter) => Callers.MoveAsync(this, workload, meter);

    public async Task MoveAsync(Operation operation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, _paths[operation.Wallet]) { Content = new ByteArrayContent(s_body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        if (operation.Key is not null)
        {
            request.Headers.Add("Idempotency-Key", operation.Key);
        }

        using var response = await _client.SendAsync(request);
        response.EnsureSuccessStatusCode();
    }

    public Task<BookTotals> ReadTotalsAsync() => Task.FromResult(_byHand is null ? BookTotals.ReadJournal(_file) : BookTotals.Read(_file));

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _app.DisposeAsync();
        if (_byHand is not null)
        {
            await _byHand.DisposeAsync();
        }
    }

    private static WebApplicationBuilder CreateBuilder()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        return builder;
    }

    private sealed record BareDeposit(decimal Amount);
}
