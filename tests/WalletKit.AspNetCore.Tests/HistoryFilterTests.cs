using System.Globalization;
using Microsoft.Extensions.Time.Testing;
using WalletKit.Commands;

namespace WalletKit.AspNetCore.Tests;

/// <summary>The choice of transactions by a query.</summary>
[Slow]
public sealed class HistoryFilterTests : IAsyncLifetime
{
    private static readonly DateTimeOffset s_start = new(2026, 1, 31, 8, 0, 0, TimeSpan.Zero);

    private readonly FakeTimeProvider _time = new(s_start);
    private ApiHost _host = null!;
    private HttpClient _operator = null!;
    private string _history = null!;

    public async ValueTask InitializeAsync()
    {
        _host = await ApiHost.StartAsync(services => services.AddSingleton<TimeProvider>(_time));
        _operator = _host.Operator();
        var (wallet, other) = ((await _host.Wallets.OpenAsync("a", "USD", cancellationToken: Token)).Wallet, (await _host.Wallets.OpenAsync("b", "USD", cancellationToken: Token)).Wallet);
        _history = $"/wallets/{wallet.Id}/transactions";

        // There is one deposit in each hour: 1 to 5.
        await _host.Wallets.DepositAsync(wallet.Id, 10m, new() { Reference = "r" }, Token);
        _time.Advance(TimeSpan.FromHours(1));
        await _host.Wallets.WithdrawAsync(wallet.Id, 1m, new() { Reference = "s" }, Token);
        _time.Advance(TimeSpan.FromHours(1));
        await _host.Wallets.TransferAsync(wallet.Id, other.Id, 1m, new() { Reference = "r" }, Token);
        _time.Advance(TimeSpan.FromHours(1));
        await _host.Wallets.DepositAsync(wallet.Id, 5m, cancellationToken: Token);
        _time.Advance(TimeSpan.FromHours(1));
        await _host.Wallets.ReverseAsync(new(wallet.Id, 3), cancellationToken: Token);
    }

    [Theory]
    [InlineData("", "5 4 3 2 1")]
    [InlineData("order=oldest", "1 2 3 4 5")]
    [InlineData("type=deposit", "4 1")]
    [InlineData("type=transfer_out", "3")]
    [InlineData("type=rebate", "")]
    [InlineData("type=deposit&type=reversal&type=deposit", "5 4 1")]
    [InlineData("reference=r", "3 1")]
    [InlineData("reference=R", "")]
    [InlineData("reference=%00", "")]
    [InlineData("type=deposit&reference=r", "1")]
    [InlineData("account=external", "5 4 2 1")]
    [InlineData("account=external&type=deposit&reference=r", "1")]
    [InlineData("account=bank", "")]
    [InlineData("from=2026-01-31T10:00:00Z", "5 4 3")]
    [InlineData("to=2026-01-31T10:00:00Z", "2 1")]
    [InlineData("from=2026-01-31T10:00:00%2B01:00&to=2026-01-31T10:00:00.0000001-01:00", "4 3 2")]
    [InlineData("from=2026-01-31T09:00:00Z&to=2026-01-31T09:00:00.000001Z", "2")]
    [InlineData("from=0001-01-01T00:00:00Z&to=9999-12-31T23:59:59.9999999Z&order=oldest&type=withdrawal", "2")]
    [InlineData("from=2026-02-01T00:00:00Z&to=2026-01-01T00:00:00Z", "")]
    public async Task A_history_has_what_every_filter_lets_through(string query, string sequences)
    {
        List<long> all = [];
        string? cursor = null;
        do
        {
            var page = (await _operator.GetAnswerAsync($"{_history}?limit=2&{query}{(cursor is null ? "" : $"&cursor={cursor}")}")).Is(200);
            all.AddRange(page.Json.GetProperty("transactions").EnumerateArray().Select(transaction => transaction.GetProperty("sequence").GetInt64()));
            cursor = page["nextCursor"];
        }
        while (cursor is not null);

        Assert.Equal(sequences, string.Join(' ', all.Select(sequence => sequence.ToString(CultureInfo.InvariantCulture))));
    }

    [Theory]
    [InlineData("newest")]
    [InlineData("oldest")]
    public async Task A_page_of_a_rare_type_may_be_empty_and_its_cursor_leads_on(string order)
    {
        const int Looked = 10_000;
        var wallet = (await _host.Wallets.OpenAsync("long", "USD", cancellationToken: Token)).Wallet.Id;
        await DepositAsync(Looked + 500);
        await _host.Wallets.WithdrawAsync(wallet, 1m, new() { Reference = "r" }, Token);
        await DepositAsync(Looked + 500);
        var path = $"/wallets/{wallet}/transactions?limit=5&type=withdrawal&order={order}";

        var first = (await _operator.GetAnswerAsync(path)).Is(200);
        var second = (await _operator.GetAnswerAsync($"{path}&cursor={first["nextCursor"]}")).Is(200);
        var third = (await _operator.GetAnswerAsync($"{path}&cursor={second["nextCursor"]}")).Is(200);

        Assert.Equal((0, 1, 0), (CountOf(first), CountOf(second), CountOf(third)));
        Assert.Equal(Looked + 501, second.Json.GetProperty("transactions")[0].GetProperty("sequence").GetInt64());
        Assert.NotNull(first["nextCursor"]);
        Assert.NotNull(second["nextCursor"]);
        Assert.Null(third["nextCursor"]);

        // A reference is found at once.
        var found = (await _operator.GetAnswerAsync($"{path}&reference=r")).Is(200);
        Assert.Equal((1, null), (CountOf(found), found["nextCursor"]));

        static int CountOf(Answer page) => page.Json.GetProperty("transactions").GetArrayLength();

        async Task DepositAsync(int count)
        {
            foreach (var some in Enumerable.Repeat(new Deposit(wallet, 1m) { EarnsRebate = false }, count).Chunk(500))
            {
                Assert.Null((await _host.Wallets.ExecuteAsync([.. some], cancellationToken: Token)).Refusal);
            }
        }
    }

    [Theory]
    [InlineData("type=Deposit", "type")]
    [InlineData("type=deposit,rebate", "type")]
    [InlineData("type=1", "type")]
    [InlineData("type=", "type")]
    [InlineData("type=deposit&type=nonsense", "type")]
    [InlineData("reference=", "reference")]
    [InlineData("reference=a&reference=b", "reference")]
    [InlineData("from=", "from")]
    [InlineData("from=now", "from")]
    [InlineData("from=2026-01-31", "from")]
    [InlineData("from=2026-01-31T08:00:00", "from")]
    [InlineData("from=2026-01-31T08:00:00+01:00", "from")]
    [InlineData("from=2026-01-31T08:00:00.12345678Z", "from")]
    [InlineData("from=%202026-01-31T08:00:00Z", "from")]
    [InlineData("from=0001-01-01T00:00:00%2B01:00", "from")]
    [InlineData("to=2026-02-29T08:00:00Z", "to")]
    [InlineData("to=1769846400", "to")]
    public async Task A_malformed_filter_is_refused_with_its_parameter(string query, string field) =>
        (await _operator.GetAnswerAsync($"{_history}?{query}")).IsRefused(400, "invalid_input", field);

    [Fact]
    public async Task A_refusal_of_an_unknown_type_names_the_types_that_exist()
    {
        var answer = (await _operator.GetAnswerAsync($"{_history}?type=payment")).IsRefused(400, "invalid_input", "type");

        Assert.Contains("'payment' must be one of deposit, rebate, transfer_in, withdrawal, capture, transfer_out, reversal", answer["detail"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2026-01-31T07:59:59Z", "0.00")]
    [InlineData("2026-01-31T08:00:00Z", "10.00")]
    [InlineData("2026-01-31T11:00:00%2B01:00", "8.00")]
    [InlineData("2126-01-01T00:00:00Z", "14.00")]
    public async Task A_balance_is_told_as_it_stood_at_a_time(string time, string balance)
    {
        var answer = (await _operator.GetAnswerAsync($"{_history[..^"/transactions".Length]}/balance/as-of?time={time}")).Is(200);

        Assert.Equal((balance, "USD"), (answer["balance"], answer["currency"]));
        Assert.Equal(DateTimeOffset.Parse(Uri.UnescapeDataString(time), CultureInfo.InvariantCulture), answer.Json.GetProperty("time").GetDateTimeOffset());
    }

    [Fact]
    public async Task A_statement_tells_both_balances_and_its_period_lists_its_transactions()
    {
        const string Period = "from=2026-01-31T09:00:00Z&to=2026-01-31T12:00:00Z";
        var path = _history[..^"/transactions".Length];

        var statement = (await _operator.GetAnswerAsync($"{path}/statement?{Period}")).Is(200);

        Assert.Equal(("10.00", "13.00", "USD"), (statement["openingBalance"], statement["closingBalance"], statement["currency"]));
        var listed = (await _operator.GetAnswerAsync($"{_history}?{Period}&order=oldest")).Is(200).Json.GetProperty("transactions");
        Assert.Equal((3, 3), (statement.Json.GetProperty("count").GetInt64(), listed.GetArrayLength()));
        Assert.Equal(statement["closingBalance"], listed[2].GetProperty("balanceAfter").GetString());
        Assert.True(statement.Json.GetProperty("isFinal").GetBoolean());
        Assert.False((await _operator.GetAnswerAsync($"{path}/statement?from=2026-01-31T09:00:00Z&to=2126-01-01T00:00:00Z")).Is(200).Json.GetProperty("isFinal").GetBoolean());
    }

    [Theory]
    [InlineData("user")]
    [InlineData("operator")]
    public async Task An_owner_and_an_operator_ask_for_balance_statement_and_history_by_effective_time(string caller)
    {
        var path = _history[..^"/transactions".Length];
        await _host.Wallets.WithdrawAsync(WalletId.Parse(path["/wallets/".Length..]), 3m, new() { EffectiveAt = s_start.AddHours(1.5), Reference = "late" }, Token);
        using var owner = _host.Client("a");
        var client = caller == "user" ? owner : _operator;
        const string Period = "from=2026-01-31T09:00:00Z&to=2026-01-31T12:00:00Z";

        var balance = (await client.GetAnswerAsync($"{path}/balance/as-of?time=2026-01-31T09:30:00Z&basis=effective")).Is(200);
        var statement = (await client.GetAnswerAsync($"{path}/statement?{Period}&basis=effective")).Is(200);
        var first = (await client.GetAnswerAsync($"{_history}?{Period}&order=oldest&basis=effective&limit=2")).Is(200);
        var second = (await client.GetAnswerAsync($"{_history}?{Period}&order=oldest&basis=effective&limit=2&cursor={first["nextCursor"]}")).Is(200);

        Assert.Equal(("6.00", "effective"), (balance["balance"], balance["basis"]));
        Assert.Equal(("10.00", "10.00", "effective"), (statement["openingBalance"], statement["closingBalance"], statement["basis"]));
        Assert.Equal((4, false), (statement.Json.GetProperty("count").GetInt64(), statement.Json.GetProperty("isFinal").GetBoolean()));
        Assert.Equal([2L, 6], SequencesOf(first));
        Assert.Equal([3L, 4], SequencesOf(second));
        Assert.Equal("9.00", (await client.GetAnswerAsync($"{path}/balance/as-of?time=2026-01-31T09:30:00Z&basis=recorded")).Is(200)["balance"]);
        Assert.Equal("recorded", (await client.GetAnswerAsync($"{path}/balance/as-of?time=2026-01-31T09:30:00Z")).Is(200)["basis"]);

        static IEnumerable<long> SequencesOf(Answer answer) => answer.Json.GetProperty("transactions").EnumerateArray().Select(each => each.GetProperty("sequence").GetInt64());
    }

    [Theory]
    [InlineData("balance/as-of?time=2026-01-31T09:00:00Z")]
    [InlineData("statement?from=2026-01-31T09:00:00Z&to=2026-01-31T09:00:00Z")]
    [InlineData("transactions?limit=1")]
    public async Task Another_basis_than_the_two_is_refused(string call)
    {
        var answer = (await _operator.GetAnswerAsync($"{_history[..^"/transactions".Length]}/{call}&basis=Effective")).IsRefused(400, "invalid_input", "basis");

        Assert.Contains("'Effective' must be recorded or effective", answer["detail"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("statement?from=2026-01-31T09:00:00Z", "to", "to must be given.")]
    [InlineData("statement?to=2026-01-31T09:00:00Z", "from", "from must be given.")]
    [InlineData("statement?from=2026-01-31T09:00:00Z&to=2026-01-31T08:59:59Z", "to", null)]
    [InlineData("balance/as-of", "time", "time must be given.")]
    [InlineData("balance/as-of?time=yesterday", "time", null)]
    public async Task A_time_that_is_missing_or_wrong_is_refused_with_its_parameter(string call, string field, string? detail)
    {
        var answer = (await _operator.GetAnswerAsync($"{_history[..^"/transactions".Length]}/{call}")).IsRefused(400, "invalid_input", field);

        Assert.StartsWith(detail ?? $"{field} ", answer["detail"], StringComparison.Ordinal);
    }

    public async ValueTask DisposeAsync()
    {
        _operator.Dispose();
        await _host.DisposeAsync();
    }
}
