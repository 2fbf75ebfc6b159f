using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using WalletKit.AspNetCore.Binding;
using WalletKit.Commands;
using WalletKit.Stores;

namespace WalletKit.AspNetCore.Tests;

/// <summary>The endpoints on a real Kestrel, on a loopback port of its own, over SQLite on a real file.</summary>
internal sealed class ApiHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly TemporaryDirectory _directory;
    private bool _isRestarted;

    private ApiHost(WebApplication app, TemporaryDirectory directory)
    {
        _app = app;
        _directory = directory;
    }

    public IServiceProvider Services => _app.Services;

    public IWalletService Wallets => Services.GetRequiredService<IWalletService>();

    public Uri Address => new(Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());

    /// <summary>Starts a host.</summary>
    /// <param name="configure">Changes the services, last.</param>
    /// <param name="map">Maps the endpoints; by default, WalletKit's endpoints with authorization.</param>
    public static Task<ApiHost> StartAsync(Action<IServiceCollection>? configure = null, Action<WebApplication>? map = null) =>
        StartAsync(new TemporaryDirectory(), configure, map);

    /// <summary>Stops this host, and starts another on the same file.</summary>
    public async Task<ApiHost> RestartAsync()
    {
        _isRestarted = true;
        await DisposeAsync();
        return await StartAsync(_directory, null, null);
    }

    private static async Task<ApiHost> StartAsync(TemporaryDirectory directory, Action<IServiceCollection>? configure, Action<WebApplication>? map)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = "Production" });
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddWalletKit(wallets => wallets
            .UseSqlite($"Data Source={directory.File("wallets.db")}")
            .AddRebates(rebates => rebates.ProcessInBackground = false));
        builder.Services.AddWalletApi();
        builder.Services.AddHealthChecks().AddWalletKit();
        builder.Services.AddAuthentication(TestAuthentication.SchemeName)
            .AddScheme<Microsoft.AspNetCore.Authentication.AuthenticationSchemeOptions, TestAuthentication>(TestAuthentication.SchemeName, null);
        configure?.Invoke(builder.Services);
        var app = builder.Build();
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapHealthChecks("/health");
        (map ?? (mapped => mapped.MapWallets()))(app);
        await app.StartAsync(Token);
        return new ApiHost(app, directory);
    }

    /// <summary>A client that sends the name of its caller; without a name, the caller is not authenticated.</summary>
    public HttpClient Client(string? caller = null)
    {
        var client = new HttpClient { BaseAddress = Address };
        if (caller is not null)
        {
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(TestAuthentication.SchemeName, caller);
        }

        return client;
    }

    public HttpClient Operator() => Client("operator:op");

    public static StringContent Json(string body) => new(body, Encoding.UTF8, "application/json");

    public static async Task<JsonElement> ReadAsync(HttpResponseMessage response) =>
        JsonDocument.Parse(await response.Content.ReadAsStringAsync(Token)).RootElement;

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        if (!_isRestarted)
        {
            _directory.Dispose();
        }
    }
}
