using Microsoft.Extensions.Time.Testing;
using WalletKit.AspNetCore.Binding;
using WalletKit.Model.Money;
using WalletKit.Stores;
using WalletKit.Testing.Histories;

namespace WalletKit.Testing.Tests.Histories;

public class HistoryFileTests
{
    private static readonly WalletId s_wallet = Story.A;

    [Fact]
    public async Task A_history_comes_back_from_its_lines()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        await using var store = new InMemoryWalletStore(clock);
        var history = await ConcurrentRun.RunAsync([store], clock, new ConcurrentRunOptions { Seed = 3 }, Token);

        var read = await ThroughLinesAsync(history);

        Assert.Equal(HistoryOutcome.Linearizable, HistoryChecker.Check(read).Outcome);
        Assert.Equal(await LinesOf(history), await LinesOf(read));
    }

    [Fact]
    public async Task Every_command_comes_back_as_it_was()
    {
        var other = Story.B;
        var transaction = new TransactionId(s_wallet, 4);
        WalletCommand[] commands =
        [
            new OpenWallet(s_wallet, "owner", Currency.Declare("DUST", 18), "name"),
            new Deposit(s_wallet, 1.50m) { RebateTerms = new RebateTerms("policy", "terms"), Metadata = TransactionMetadata.From([new("a", "b")]) },
            new Withdraw(s_wallet, 2) { IdempotencyKey = "key", ExpectedVersion = 3, Reference = "Büro", Currency = "USD" },
            new Transfer(s_wallet, other, 2) { Rate = 1.5m, Rounding = MidpointRounding.ToZero },
            new Transfer(s_wallet, other, 2) { TargetAmount = 3, QuotedRate = 1 },
            new PlaceHold(s_wallet, 2) { ExpiresIn = TimeSpan.FromTicks(5) },
            new CaptureHold(new HoldId(s_wallet, 2)) { KeepOpen = true },
            new VoidHold(new HoldId(s_wallet, 2)),
            new ExpireHolds(s_wallet),
            new Reverse(transaction) { AllowOverdraft = true },
            new FreezeWallet(s_wallet) { Reason = "reason" },
            new UnfreezeWallet(s_wallet),
            new CloseWallet(s_wallet),
            new SetCreditLimit(s_wallet, 5),
            new PayRebate(transaction, 0.01m),
            new FailRebate(transaction, Guid.Parse("00000000-0000-0000-0000-000000000001"), "error", TimeSpan.FromTicks(5)),
            new RequeueRebate(transaction),
        ];
        var call = new RecordedCall { Caller = "one", Start = 1, Batch = new CommandBatch([.. commands]) { IdempotencyKey = "batch", ExpectedVersions = [(other, 7)] } };

        var read = Assert.Single((await ThroughLinesAsync(new History(DateTimeOffset.UnixEpoch, [call]))).Calls);

        Assert.Equal(commands, read.Batch!);
        Assert.Equal("batch", read.Batch!.IdempotencyKey);
        Assert.Equal([(other, 7L)], read.Batch.ExpectedVersions);
        Assert.Null(read.End);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\"2026-01-01T00:00:00+00:00\"\nno call")]
    public async Task Text_that_is_no_history_is_refused(string text) =>
        await Assert.ThrowsAsync<FormatException>(() => History.ReadAsync(new StringReader(text), Token));

    [Fact]
    public void Histories_of_different_times_do_not_merge() =>
        Assert.Throws<ArgumentException>(() => History.Merge([new History(DateTimeOffset.UnixEpoch, []), new History(DateTimeOffset.MaxValue, [])]));

    private static async Task<History> ThroughLinesAsync(History history) => await History.ReadAsync(new StringReader(await LinesOf(history)), Token);

    private static async Task<string> LinesOf(History history)
    {
        var lines = new StringWriter();
        await history.WriteAsync(lines, Token);
        return lines.ToString();
    }
}
