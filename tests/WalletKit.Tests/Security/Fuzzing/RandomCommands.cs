using System.Collections.Immutable;
using WalletKit.Model.Money;
using WalletKit.Rules;
using WalletKit.Stores;
using WalletKit.Testing.Model.Steps;
using Currencies = WalletKit.Currency;

namespace WalletKit.Tests.Security.Fuzzing;

/// <summary>Commands of every kind that a host can construct, sensible or not.</summary>
internal sealed class RandomCommands(Extremes any)
{
    private static readonly Guid[] s_claims = [Guid.Empty, new("00000000-0000-0000-0000-000000000001"), Guid.AllBitsSet];

    /// <summary>The last claim that was made, under which a failure is recorded.</summary>
    public Guid Claim { get; set; }

    /// <exception cref="ArgumentException">Such a batch cannot be constructed.</exception>
    public CommandBatch Batch() => any.Chance(60)
        ? new CommandBatch(Command())
        : new CommandBatch(Several()) { IdempotencyKey = any.TextOrNull(), ExpectedVersions = any.Chance(80) ? default : [.. Enumerable.Range(0, any.Of(0, 1, 2)).Select(_ => (any.Wallet(), any.Number()))] };

    public WalletCommand Command() => any.Random.Next(16) switch
    {
        0 or 1 or 2 => Posted(new Deposit(any.Wallet(), any.Amount()) { RebateTerms = any.Chance(50) ? null : Terms() }),
        3 => Posted(new Withdraw(any.Wallet(), any.Amount())),
        4 => Posted(Transfer()),
        5 => Posted(new PlaceHold(any.Wallet(), any.Amount()) { ExpiresIn = any.Span() }),
        6 => Posted(new CaptureHold(any.Hold(), any.AmountOrNull()) { KeepOpen = any.Chance(50) }),
        7 => Keyed(new VoidHold(any.Hold())),
        8 => Posted(new Reverse(any.Transaction()) { AllowOverdraft = any.Chance(30) }),
        9 => new ExpireHolds(any.Wallet()),
        10 => any.Chance(90) ? State(new FreezeWallet(any.Wallet())) : State(new CloseWallet(any.Wallet())),
        11 => any.Chance(60) ? State(new UnfreezeWallet(any.Wallet())) : any.Chance(50) ? State(new CorrectTime(any.Wallet())) : State(new EraseWallet(any.Wallet()) { IncludeOpen = any.Chance(20) }),
        12 => State(new SetCreditLimit(any.Wallet(), any.Amount())),
        13 => new OpenWallet(any.Wallet(), any.TextOrForbiddenNull(), Currency(), any.TextOrForbiddenNull()),
        14 => new PayRebate(any.Transaction(), any.Amount()),
        _ => any.Chance(50) ? new RequeueRebate(any.Transaction()) : new FailRebate(any.Transaction(), any.Chance(50) ? Claim : any.Of<Guid>(s_claims), any.TextOrForbiddenNull(), any.Chance(50) ? null : any.Span()),
    };

    private ImmutableArray<WalletCommand> Several() => any.Random.Next(1_000) switch
    {
        < 20 => default,
        < 40 => [],
        < 60 => [Command(), null!],
        < 62 => [.. Enumerable.Range(0, 1_001).Select(_ => Command())],
        _ => [.. Enumerable.Range(0, any.Random.Next(1, 5)).Select(_ => Command())],
    };

    private Transfer Transfer() => new(any.Wallet(), any.Wallet(), any.Amount())
    {
        TargetAmount = any.AmountOrNull(),
        Rate = any.AmountOrNull(),
        QuotedRate = any.AmountOrNull(),
        Rounding = any.Kind<MidpointRounding>(),
    };

    private RebateTerms Terms() => any.Chance(80) ? new RebateTerms("percentage", "rate=0.01;rounding=ToEven") : new RebateTerms(any.TextOrForbiddenNull(), any.TextOrForbiddenNull());

    private Currencies Currency() => any.Random.Next(4) switch
    {
        0 => null!,
        1 => Currencies.Restore(any.Text(), any.Of(0, 2, 18)),
        2 => Currencies.FromIso("JPY"),
        _ => Currencies.FromIso("USD"),
    };

    private T Posted<T>(T command)
        where T : PostingCommand => (T)(Keyed(command) with
        {
            Currency = any.Chance(80) ? null : any.TextOrNull(),
            Reference = any.Chance(50) ? null : any.TextOrNull(),
            Metadata = any.Chance(99) ? TransactionMetadata.From(any.Pairs()) : null!,
        });

    private T State<T>(T command)
        where T : StateCommand => (T)(Keyed(command) with { Reason = any.TextOrNull() });

    private T Keyed<T>(T command)
        where T : KeyedCommand => (T)(command with { IdempotencyKey = any.Chance(60) ? null : any.TextOrNull(), ExpectedVersion = any.NumberOrNull() });
}
