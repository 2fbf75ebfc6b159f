using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Authorization;
using WalletKit.AspNetCore.Problems;

namespace WalletKit.AspNetCore.Tests;

/// <summary>The statements of docs/http.md, compared with the endpoints.</summary>
public sealed partial class HttpPageTests
{
    private static readonly WalletId s_wallet = WalletId.Parse("0198c5a2-7c3e-7b1a-9f2e-3d5c8a4b6e10", CultureInfo.InvariantCulture);
    private static readonly TransactionId s_transaction = new(s_wallet, 1);
    private static readonly HoldId s_hold = new(s_wallet, 1);

    /// <summary>Refusals of calls that no endpoint makes.</summary>
    private static readonly Type[] s_unreachable =
        [typeof(AmbientTransactionException), typeof(NestedParticipantException), typeof(NestedSectionException), typeof(RebateNotFoundException), typeof(RebateStateException)];

    private static readonly WalletException[] s_refusals =
    [
        new InvalidInputException("field", "value", "must be another"),
        new InvalidAmountException(-1m, "must be more than zero"),
        new UnknownCurrencyException("XXQ"),
        new InsufficientFundsException(s_wallet, 1m, 2m),
        new BalanceOutOfRangeException(s_wallet, 1m, 2m),
        new HoldExceededException(s_hold, 1m, 2m),
        new WalletNotFoundException(s_wallet),
        new TransactionNotFoundException(s_transaction),
        new HoldNotFoundException(s_hold),
        new WalletFrozenException(s_wallet),
        new WalletAlreadyFrozenException(s_wallet),
        new WalletNotFrozenException(s_wallet),
        new CreditLimitInUseException(s_wallet, 2m, 1m),
        new WalletClosedException(s_wallet),
        new WalletNotEmptyException(s_wallet, 1m, 0m),
        new TooManyWalletsException("owner", 1),
        new TransferNotAllowedException(s_wallet, s_wallet),
        new CurrencyMismatchException(s_wallet, "USD", "EUR"),
        new WalletNotClosedException(s_wallet),
        new WalletAlreadyErasedException(s_wallet),
        new WalletTimeNotAheadException(s_wallet, DateTimeOffset.UnixEpoch),
        new AlreadyReversedException(s_transaction, new TransactionId(s_wallet, 3)),
        new NotReversibleException(s_transaction),
        new HoldEndedException(s_hold, HoldStatus.Captured),
        new HoldEndedException(s_hold, HoldStatus.Voided),
        new HoldEndedException(s_hold, HoldStatus.Expired),
        new TooManyOpenHoldsException(s_hold.WalletId, 1_000, 1_000),
        new ConcurrencyConflictException(s_wallet, 1, 2),
        new IdempotencyConflictException(s_wallet, s_transaction),
        new ExchangeRateUnavailableException("USD", "EUR"),
        .. Enum.GetValues<StoreFailure>().Select(failure => new WalletStoreException(failure, "a message")),
        new WalletStoreException(StoreFailure.InputOutput, "a message", outcomeUnknown: true),
    ];

    [Fact]
    public void Every_refusal_is_answered_here_or_has_no_call_that_it_could_answer() => Assert.Equal(
        typeof(WalletException).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(WalletException)) && !type.IsAbstract).Select(type => type.Name).Order(StringComparer.Ordinal),
        s_refusals.Select(refusal => refusal.GetType()).Distinct().Concat(s_unreachable).Select(type => type.Name).Order(StringComparer.Ordinal));

    [Fact]
    public async Task The_table_of_errors_has_the_status_of_every_code_and_no_other()
    {
        var service = DispatchProxy.Create<IWalletService, RefusingService>();
        await using var host = await ApiHost.StartAsync(services => services.AddSingleton(service), app => app.MapWalletsWithoutAuthorization());
        using var client = host.Client();
        var answered = new HashSet<(int Status, string Code)> { (401, "unauthenticated"), (403, "forbidden"), (408, "body_too_slow"), (413, "body_too_large"), (415, "unsupported_media_type") };

        foreach (var refusal in s_refusals)
        {
            ((RefusingService)service).Refusal = refusal;
            using var response = await client.GetAsync($"/wallets/{s_wallet}/balance", Token);
            answered.Add(((int)response.StatusCode, (await ApiHost.ReadAsync(response)).GetProperty("code").GetString()!));
        }

        var shown = Rows("status").SelectMany(row => Quoted().Matches(row[1]).Select(code => (int.Parse(row[0], CultureInfo.InvariantCulture), code.Groups[1].Value)));
        Assert.Equal(answered.Order(), shown.Order());
    }

    [Fact]
    public async Task The_table_of_calls_has_every_endpoint_with_its_policy_and_no_other()
    {
        await using var host = await ApiHost.StartAsync();

        var mapped = host.Services.GetRequiredService<IEnumerable<EndpointDataSource>>()
            .SelectMany(source => source.Endpoints)
            .OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.RoutePattern.RawText!.StartsWith("/wallets", StringComparison.Ordinal))
            .Select(endpoint => (
                $"{endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods[0]} {endpoint.RoutePattern.RawText!.TrimEnd('/')}",
                endpoint.Metadata.GetMetadata<IAuthorizeData>()!.Policy));

        Assert.Equal(mapped.Order(), Rows("call").Select(row => (row[0].Trim('`'), (string?)row[1].Trim('`'))).Order());
    }

    /// <summary>The rows of the table whose first column has the given name.</summary>
    private static IEnumerable<string[]> Rows(string firstColumn)
    {
        var lines = File.ReadLines(Path.Combine(RepositoryRoot(), "docs", "http.md"));
        return lines.SkipWhile(line => !line.StartsWith($"| {firstColumn} |", StringComparison.Ordinal)).Skip(2)
            .TakeWhile(line => line.StartsWith('|'))
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries)[1..^1]);
    }

    // .../tests/<this project>/bin/<configuration>/<framework>/
    private static string RepositoryRoot() =>
        new DirectoryInfo(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory)).Parent!.Parent!.Parent!.Parent!.Parent!.FullName;

    [GeneratedRegex("`([a-z_]+)`")]
    private static partial Regex Quoted();
}

/// <summary>Refuses every call.</summary>
#pragma warning disable CA1852 // The proxy is a subclass, made while it runs.
internal class RefusingService : DispatchProxy
#pragma warning restore CA1852
{
    public Exception? Refusal { get; set; }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => throw Refusal!;
}
