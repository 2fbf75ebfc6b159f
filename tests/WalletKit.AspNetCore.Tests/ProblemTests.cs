using System.Net.Http.Headers;
using System.Text;
using WalletKit.Commands;
using WalletKit.Stores;

namespace WalletKit.AspNetCore.Tests;

public sealed class ProblemTests(SharedHost shared) : IClassFixture<SharedHost>
{
    [Theory]
    [InlineData("""{"amount":1,"amout":2}""", "amout")]
    [InlineData("""{"amount":1,"Amount":2}""", "Amount")]
    [InlineData("""{"amount":1,"$type":"x"}""", "$type")]
    [InlineData("""{"amount":1,"a.b c":2}""", "a.b c")]
    [InlineData("""{"amount":1,"amount":1}""", "amount")]
    [InlineData("""{"amount":1,"\u0061mount":1}""", "amount")]
    [InlineData("{}", "amount")]
    [InlineData("""{"reference":"r"}""", "amount")]
    [InlineData("""{"amount":1,"reference":7}""", "reference")]
    [InlineData("""{"amount":1,"reference":"\ud800"}""", "reference")]
    [InlineData("", "body")]
    [InlineData("null", "body")]
    [InlineData("[]", "body")]
    [InlineData("7", "body")]
    [InlineData("\"text\"", "body")]
    [InlineData("amount=1", "body")]
    [InlineData("{", "body")]
    [InlineData("""{"amount":1""", "body")]
    [InlineData("""{"amount":1}x""", "body")]
    [InlineData("""{"amount":1}{"amount":1}""", "body")]
    [InlineData("""{"amount":1,}""", "body")]
    [InlineData("""{"amount":1/* one */}""", "body")]
    [InlineData("{\"amount\":1} // one", "body")]
    [InlineData("\u0000", "body")]
    public async Task A_malformed_body_is_refused_with_its_field_and_nothing_is_done(string body, string field)
    {
        var wallet = await shared.Host.FundAsync(10m);

        var answer = (await shared.Operator.PostAnswerAsync($"/wallets/{wallet.Id}/withdraw", body)).Is(400);

        Assert.Equal(field, answer["field"]);
        answer.IsRefused(400, "invalid_input", field);
        Assert.DoesNotContain("WalletKit", answer.Body, StringComparison.Ordinal);
        Assert.Equal(wallet, await shared.Host.Wallets.GetWalletAsync(wallet.Id, Token));
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("application/xml")]
    [InlineData("")]
    public async Task A_body_that_is_not_said_to_be_JSON_is_refused(string type)
    {
        var wallet = await shared.Host.FundAsync(10m);
        using var content = new ByteArrayContent("""{"amount":1}"""u8.ToArray());
        content.Headers.ContentType = type.Length == 0 ? null : new MediaTypeHeaderValue(type);

        (await shared.Operator.AnswerAsync(new HttpRequestMessage(HttpMethod.Post, $"/wallets/{wallet.Id}/withdraw") { Content = content }))
            .IsRefused(415, "unsupported_media_type", "Content-Type");

        Assert.Equal(wallet, await shared.Host.Wallets.GetWalletAsync(wallet.Id, Token));
    }

    [Fact]
    public async Task The_description_takes_JSON_alone_and_tells_how_other_bodies_are_refused()
    {
        await using var host = await ApiHost.StartAsync(
            services => services.AddOpenApi(options => options.AddWalletApi()),
            app =>
            {
                app.MapWallets();
                app.MapOpenApi();
            });
        using var client = host.Client();

        var deposit = (await client.GetAnswerAsync("/openapi/v1.json")).Is(200).Json.GetProperty("paths").GetProperty("/wallets/{walletId}/deposit").GetProperty("post");

        Assert.Equal("application/json", Assert.Single(deposit.GetProperty("requestBody").GetProperty("content").EnumerateObject()).Name);
        Assert.True(deposit.GetProperty("responses").TryGetProperty("413", out _));
        Assert.True(deposit.GetProperty("responses").TryGetProperty("415", out _));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_body_past_the_limit_is_refused_whether_or_not_its_length_is_declared(bool isDeclared)
    {
        await using var host = await ApiHost.StartAsync(services => services.AddWalletApi(options => options.MaxBodyBytes = 1_024));
        var wallet = await host.FundAsync(10m);
        using var client = host.Operator();
        Task<Answer> Send(int length) => client.AnswerAsync(new HttpRequestMessage(HttpMethod.Post, $"/wallets/{wallet.Id}/withdraw")
        {
            Content = ApiHost.Json("""{"amount":1}""" + new string(' ', length - 12)),
            Headers = { TransferEncodingChunked = isDeclared ? null : true },
        });

        (await Send(1_024)).Is(200);
        (await Send(1_025)).IsRefused(413, "body_too_large", "body");
        (await Send(100_000)).IsRefused(413, "body_too_large", "body");
    }

    [Theory]
    [InlineData("{\"amount\":1,\"metadata\":{\"#\":7}}", "metadata")]
    [InlineData("{\"amount\":1,\"metadata\":{\"a.b[0]\":{\"#\":1}}}", "metadata")]
    [InlineData("{\"amount\":1,\"reference\":{\"#\":{\"#\":1}}}", "reference")]
    [InlineData("{\"amount\":{\"#\":1}}", "amount")]
    public async Task A_refusal_of_a_body_with_long_names_names_the_field_alone(string body, string field)
    {
        var wallet = await shared.Host.FundAsync(10m);

        var answer = await shared.Operator.PostAnswerAsync($"/wallets/{wallet.Id}/withdraw", body.Replace("#", new string('k', 20_000), StringComparison.Ordinal));

        answer.IsRefused(400, "invalid_input", field);
        Assert.InRange(answer.Body.Length, 1, 300);
    }

    [Theory]
    [InlineData("k", "k")]
    [InlineData("😀", "x")]
    public async Task The_name_of_a_field_too_many_is_cut_at_64_characters(string character, string first)
    {
        var wallet = await shared.Host.FundAsync(10m);
        var name = first + string.Concat(Enumerable.Repeat(character, 10_000));

        var answer = (await shared.Operator.PostAnswerAsync($"/wallets/{wallet.Id}/withdraw", $$"""{"amount":1,"{{name}}":1}""")).Is(400);

        Assert.InRange(answer["field"]!.Length, 60, 64);
        Assert.StartsWith(answer["field"]!, name, StringComparison.Ordinal);
        Assert.InRange(answer.Body.Length, 1, 1_200);
    }

    [Theory]
    [InlineData("[")]
    [InlineData("{\"metadata\":")]
    [InlineData("{\"k\":")]
    public async Task A_body_however_deep_is_refused_in_a_few_words(string level)
    {
        var wallet = await shared.Host.FundAsync(10m);

        var answer = (await shared.Operator.PostAnswerAsync($"/wallets/{wallet.Id}/withdraw", string.Concat(Enumerable.Repeat(level, 4_000)))).Is(400);

        Assert.InRange(answer["field"]!.Length, 1, 64);
        Assert.InRange(answer.Body.Length, 1, 300);
    }

    [Fact]
    public async Task Text_that_is_no_UTF_8_is_refused()
    {
        var wallet = await shared.Host.FundAsync(10m);
        using var content = new ByteArrayContent([.. "{\"amount\":1,\"reference\":\""u8, 0xC3, 0x28, .. "\"}"u8]);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");

        (await shared.Operator.AnswerAsync(new HttpRequestMessage(HttpMethod.Post, $"/wallets/{wallet.Id}/withdraw") { Content = content })).Is(400);

        Assert.Equal(wallet, await shared.Host.Wallets.GetWalletAsync(wallet.Id, Token));
    }

    [Theory]
    [InlineData(StoreFailure.Busy, false, 503, "store_unavailable")]
    [InlineData(StoreFailure.Full, false, 503, "store_unavailable")]
    [InlineData(StoreFailure.ReadOnly, false, 503, "store_unavailable")]
    [InlineData(StoreFailure.CannotOpen, false, 503, "store_unavailable")]
    [InlineData(StoreFailure.InputOutput, true, 503, "outcome_unknown")]
    [InlineData(StoreFailure.Closed, false, 503, "store_unavailable")]
    [InlineData(StoreFailure.Corrupt, false, 500, "store_failed")]
    [InlineData(StoreFailure.Constraint, false, 500, "store_failed")]
    [InlineData(StoreFailure.Other, false, 500, "store_failed")]
    public async Task A_failing_store_is_told_without_its_secrets_and_logged_with_them(StoreFailure failure, bool isUnknown, int status, string code)
    {
        using var log = new CapturedLog();
        await using var host = await ApiHost.StartAsync(services => services
            .AddSingleton<ILoggerProvider>(log)
            .AddWalletApi(options => options.RetryAfter = TimeSpan.FromSeconds(1.5))
            .AddSingleton<IWalletStore>(new FailingStore(failure, isUnknown)));
        using var client = host.Operator();
        foreach (var (verb, path, body) in Endpoints.OfAWallet(Endpoints.Nobody.ToString()).Append(("POST", "/wallets", """{"ownerId":"o","currency":"USD"}""")).Append(("GET", "/wallets?ownerId=o", null)))
        {
            var to = body?.Replace($"\"to\":\"{Endpoints.Nobody}\"", $"\"to\":\"{Guid.CreateVersion7()}\"", StringComparison.Ordinal);
            var answer = (await client.AnswerAsync(Endpoints.Request(verb, path, to))).IsRefused(status, code);

            Assert.Equal(status == 503 ? "2" : null, answer.Headers.GetValueOrDefault("Retry-After"));
            foreach (var secret in (string[])["/secret", "SELECT", "   at ", "Exception", "wallets.db"])
            {
                Assert.DoesNotContain(secret, answer.Body, StringComparison.Ordinal);
            }
        }

        Assert.Contains(log.Warnings, line => line.Text.Contains("/secret/wallets.db", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_closed_store_cannot_take_work()
    {
        await using var host = await ApiHost.StartAsync();
        var wallet = await host.FundAsync(10m);
        using var client = host.Operator();
        await host.Services.GetRequiredService<IWalletStore>().DisposeAsync();

        var answer = (await client.PostAnswerAsync($"/wallets/{wallet.Id}/withdraw", """{"amount":1}""")).IsRefused(503, "store_unavailable");

        Assert.Equal("1", answer.Headers["Retry-After"]);
        Assert.DoesNotContain("wallets.db", answer.Body, StringComparison.Ordinal);
    }

    /// <summary>A store that fails at everything but opening, with a message that no caller should see.</summary>
    private sealed class FailingStore(StoreFailure failure, bool isUnknown) : WalletStore
    {
        public override StoreFeatures Features => StoreFeatures.Rebates | StoreFeatures.Books | StoreFeatures.Erasure;

        public override IRebateStore Rebates => throw Failed();

        public override IBookStore Books => throw Failed();

        public override ValueTask OpenAsync(CancellationToken cancellationToken = default) => default;

        public override ValueTask<BatchResult> CommitAsync(CommandBatch batch, CancellationToken cancellationToken = default) => throw Failed();

        public override ValueTask<Wallet?> FindWalletAsync(WalletId walletId, CancellationToken cancellationToken = default) => throw Failed();

        public override ValueTask<Wallet?> FindWalletByNameAsync(string ownerId, string name, CancellationToken cancellationToken = default) => throw Failed();

        public override ValueTask<Page<Wallet>> ListWalletsAsync(string ownerId, string? after, int limit, CancellationToken cancellationToken = default) => throw Failed();

        public override ValueTask<Page<Wallet>> ListAllWalletsAsync(WalletId? after, int limit, CancellationToken cancellationToken = default) => throw Failed();

        public override ValueTask<IReadOnlyList<Wallet>> ReadLatestAsync(IReadOnlyList<WalletId> walletIds, CancellationToken cancellationToken = default) => throw Failed();

        public override ValueTask<WalletTransaction?> FindTransactionAsync(TransactionId transactionId, CancellationToken cancellationToken = default) => throw Failed();

        public override ValueTask<TransactionAsOf> FindTransactionAsOfAsync(WalletId walletId, DateTimeOffset time, CancellationToken cancellationToken = default) => throw Failed();

        public override ValueTask<Hold?> FindHoldAsync(HoldId holdId, CancellationToken cancellationToken = default) => throw Failed();

        public override ValueTask<Page<Hold>> ListOpenHoldsAsync(WalletId walletId, long after, int limit, CancellationToken cancellationToken = default) => throw Failed();

        public override ValueTask<IReadOnlyList<WalletId>> ListExpiringWalletsAsync(int limit, CancellationToken cancellationToken = default) => throw Failed();

        public override ValueTask<Page<WalletEvent>> ListEventsAsync(WalletId walletId, long after, int limit, CancellationToken cancellationToken = default) => throw Failed();

        public override ValueTask<Page<WalletTransaction>> ListTransactionsAsync(HistoryRange range, CancellationToken cancellationToken = default) => throw Failed();

        public override ValueTask<Page<WalletTransaction>> ListBackdatedAsync(BackdatedRange range, CancellationToken cancellationToken = default) => throw Failed();

        public override ValueTask<BackdatedSum> SumBackdatedAsync(
            WalletId walletId, DateTimeOffset time, long afterVersion, long throughVersion, CancellationToken cancellationToken = default) => throw Failed();

        public override ValueTask DisposeAsync() => default;

        private WalletStoreException Failed() =>
            new(failure, "SELECT * FROM walletkit_wallets in /secret/wallets.db failed.", new IOException("/secret/wallets.db"), isUnknown);
    }
}
