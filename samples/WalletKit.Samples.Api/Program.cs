using Scalar.AspNetCore;
using WalletKit.AspNetCore;
using WalletKit.Commands;
using WalletKit.Samples.Api;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddWalletKit(wallets => (builder.Configuration.GetConnectionString("PostgreSql") is { } server
    ? wallets.UsePostgreSql(server)
    : wallets.UseSqlite(builder.Configuration.GetConnectionString("Wallets") ?? "Data Source=wallets.db"))
    .AddRebates());
builder.Services.AddWalletApi();
builder.Services.AddWalletProblemDetails();
builder.Services.AddOpenApi(options => options.AddWalletApi());
builder.Services.AddHealthChecks().AddWalletKit();
builder.AddTokens();

var app = builder.Build();
app.UseExceptionHandler();
app.UseAuthentication();
app.UseAuthorization();
app.MapWallets();
app.MapHealthChecks("/health");
app.MapOpenApi();
app.MapScalarApiReference("/docs");
app.MapGet("/", () => Results.Redirect("/docs")).ExcludeFromDescription();
if (app.Environment.IsDevelopment())
{
    app.MapDevelopmentTokens();
}

await app.RunAsync();
