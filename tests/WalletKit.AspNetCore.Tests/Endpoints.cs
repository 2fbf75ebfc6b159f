namespace WalletKit.AspNetCore.Tests;

/// <summary>Every endpoint below a wallet, with a valid body.</summary>
internal static class Endpoints
{
    public static readonly Guid Nobody = Guid.Parse("0198c5a2-7c3e-7b1a-9f2e-3d5c8a4b6e10");

    public static IEnumerable<(string Verb, string Path, string? Body)> OfAWallet(string id) => OfAnOwner(id).Concat(
    [
        ("POST", $"/wallets/{id}/deposit", """{"amount":"1"}"""),
        ("POST", $"/wallets/{id}/transactions/2/reverse", "{}"),
        ("POST", $"/wallets/{id}/holds/1/capture", "{}"),
        ("POST", $"/wallets/{id}/holds/1/void", null),
        ("POST", $"/wallets/{id}/freeze", "{}"),
        ("POST", $"/wallets/{id}/unfreeze", "{}"),
        ("POST", $"/wallets/{id}/close", "{}"),
        ("POST", $"/wallets/{id}/correct-time", "{}"),
        ("POST", $"/wallets/{id}/erase", "{}"),
        ("POST", $"/wallets/{id}/credit-limit", """{"limit":"1"}"""),
    ]);

    /// <summary>The endpoints that an owner may call.</summary>
    public static IEnumerable<(string Verb, string Path, string? Body)> OfAnOwner(string id) =>
    [
        ("GET", $"/wallets/{id}", null),
        ("GET", $"/wallets/{id}/balance", null),
        ("GET", $"/wallets/{id}/balance/as-of?time=2026-01-31T08:00:00Z", null),
        ("GET", $"/wallets/{id}/statement?from=2026-01-31T08:00:00Z&to=2026-02-28T08:00:00Z", null),
        ("GET", $"/wallets/{id}/transactions", null),
        ("GET", $"/wallets/{id}/transactions/2", null),
        ("GET", $"/wallets/{id}/events", null),
        ("GET", $"/wallets/{id}/holds", null),
        ("GET", $"/wallets/{id}/holds/1", null),
        ("POST", $"/wallets/{id}/withdraw", """{"amount":"1"}"""),
        ("POST", $"/wallets/{id}/transfers", $$"""{"amount":"1","to":"{{Nobody}}"}"""),
        ("POST", $"/wallets/{id}/holds", """{"amount":"1"}"""),
    ];

    public static HttpRequestMessage Request(string verb, string path, string? body) =>
        new(new HttpMethod(verb), path) { Content = body is null ? null : ApiHost.Json(body) };
}
