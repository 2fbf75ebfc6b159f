using System.Globalization;
using WalletKit.Model.Money;
using WalletKit.Rules;

namespace WalletKit.Testing.Model.Steps;

/// <summary>
/// A command as plain data. It names wallets by their numbers in the scene, so that it has a meaning in any sequence, and can be simplified.
/// </summary>
internal sealed record Order(OrderKind Kind, int Wallet)
{
    /// <summary>The policy of all rebates that are earned.</summary>
    public const string RebatePolicy = "percentage";

    /// <summary>The other wallet: the destination of a transfer, or the wallet whose id an opening gives.</summary>
    public int? Other { get; init; }

    /// <summary>The number of a hold, transaction or deposit of the wallet; for a new hold, the limit of open holds, 0 for the usual limit.</summary>
    public long Number { get; init; }

    /// <summary>The claim that a failed attempt names.</summary>
    public int Claim { get; init; }

    /// <summary>The number of wallets that the owner may have, including the one that is opened.</summary>
    public int? Most { get; init; }

    public decimal? Amount { get; init; }

    public decimal? Target { get; init; }

    public decimal? Rate { get; init; }

    public bool IsQuoted { get; init; }

    public MidpointRounding Rounding { get; init; }

    /// <summary>The texts that the payee keeps, for a transfer that an owner asks for.</summary>
    public PayeeTexts? Keeps { get; init; }

    /// <summary>The time until a hold expires, or until an attempt is made again.</summary>
    public TimeSpan? In { get; init; }

    /// <summary>Whether a capture keeps its hold open, a reversal may overdraw, or a deposit earns a rebate.</summary>
    public bool Flag { get; init; }

    public string? Key { get; init; }

    /// <summary>The expected version, counted from the wallet's version: 0 is the right one.</summary>
    public long? Version { get; init; }

    /// <summary>The reference, reason or error; for an opening, the owner where it is another one.</summary>
    public string? Text { get; init; }

    public int Pairs { get; init; }

    public string? Actor { get; init; }

    public DateTimeOffset? EffectiveAt { get; init; }

    /// <summary>The account on the other side of a deposit, withdrawal, or capture.</summary>
    public string? Account { get; init; }

    /// <summary>The code of the named currency; for an opening, the currency of another wallet of the scene.</summary>
    public string? Currency { get; init; }

    /// <summary>The command for which the order stands.</summary>
    /// <param name="scene">The wallets.</param>
    /// <param name="versionOf">Gives the version of a wallet.</param>
    public WalletCommand ToCommand(Scene scene, Func<WalletId, long> versionOf)
    {
        var command = Plain(scene) with { Actor = Actor };
        if (command is PostingCommand posting)
        {
            command = posting with { Currency = Currency, Reference = Text, Metadata = Metadata };
        }

        if (command is StateCommand state)
        {
            command = state with { Reason = Text };
        }

        return command is KeyedCommand keyed
            ? keyed with { IdempotencyKey = Key, EffectiveAt = EffectiveAt, ExpectedVersion = Version is { } offset ? versionOf(keyed.WalletId) + offset : null }
            : command;
    }

    private static Dictionary<string, decimal> LeastAmounts { get; } = new() { ["USD"] = 2m };

    private TransactionMetadata Metadata =>
        TransactionMetadata.From(Enumerable.Range(0, Pairs).Select(i => KeyValuePair.Create(i.ToString(CultureInfo.InvariantCulture), "value")));

    private WalletCommand Plain(Scene scene)
    {
        var id = scene.Id(Wallet);
        var amount = Amount ?? 0;
        return Kind switch
        {
            OrderKind.Open => new OpenWallet(
                scene.Id(Other ?? Wallet), Text ?? scene.Owner(Wallet), Currency is null ? Scene.CurrencyOf(Wallet) : WalletKit.Currency.FromIso(Currency), Scene.Name(Wallet))
            {
                MaxWallets = Most,
            },
            OrderKind.Deposit => new Deposit(id, amount) { RebateTerms = Flag ? new RebateTerms(RebatePolicy, "rate=0.01") : null, Account = Account },
            OrderKind.Withdraw => new Withdraw(id, amount) { Account = Account },
            OrderKind.Transfer => new Transfer(id, scene.Id(Other ?? Wallet), amount)
            {
                TargetAmount = Target,
                Rate = IsQuoted ? null : Rate,
                QuotedRate = IsQuoted ? Rate : null,
                Rounding = Rounding,
                OwnerTerms = Keeps is { } keeps ? new OwnerTransferTerms { IsAllowed = !Flag, MinAmounts = LeastAmounts, PayeeKeeps = keeps } : null,
            },
            OrderKind.Hold => new PlaceHold(id, amount) { ExpiresIn = In, MaxOpenHolds = Number > 0 ? (int)Number : PlaceHold.DefaultMaxOpenHolds },
            OrderKind.Capture => new CaptureHold(new HoldId(id, Number), Amount) { KeepOpen = Flag, Account = Account },
            OrderKind.Void => new VoidHold(new HoldId(id, Number)),
            OrderKind.Expire => new ExpireHolds(id),
            OrderKind.Reverse => new Reverse(new TransactionId(id, Number)) { AllowOverdraft = Flag },
            OrderKind.Freeze => new FreezeWallet(id),
            OrderKind.Unfreeze => new UnfreezeWallet(id),
            OrderKind.Close => new CloseWallet(id),
            OrderKind.SetLimit => new SetCreditLimit(id, amount),
            OrderKind.CorrectTime => new CorrectTime(id),
            OrderKind.Erase => new EraseWallet(id) { IncludeOpen = Flag },
            OrderKind.PayRebate => new PayRebate(new TransactionId(id, Number), amount),
            OrderKind.FailRebate => new FailRebate(new TransactionId(id, Number), scene.Stamp(Claim), Text ?? "failed", In),
            _ => new RequeueRebate(new TransactionId(id, Number)),
        };
    }
}
