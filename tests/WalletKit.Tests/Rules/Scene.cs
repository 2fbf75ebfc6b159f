using WalletKit.Commands;
using WalletKit.Rules;
using WalletKit.Stores;

namespace WalletKit.Tests.Rules;

/// <summary>A command and a state without a fault, until a test breaks something.</summary>
internal sealed class Scene(string name)
{
    public static IReadOnlyList<string> Commands { get; } =
        ["deposit", "withdraw", "transfer", "place hold", "capture hold", "void hold", "reverse", "reverse transfer", "freeze", "unfreeze", "close", "erase", "correct time", "set limit"];

    public bool IsReplay { get; init; }

    public bool IncludesOpen { get; set; } = true;

    public bool IsAhead { get; set; } = name == "correct time";

    public bool IsKeyTaken { get; set; }

    public string Key { get; set; } = "key";

    public decimal Amount { get; set; } = 1m;

    public decimal? TargetAmount { get; set; }

    public decimal? Rate { get; set; }

    public string? Currency { get; set; } = "USD";

    public string? Reference { get; set; }

    public string? Reason { get; set; }

    public long ExpectedVersion { get; set; } = 7;

    public WalletId Destination { get; set; } = Given.OtherId;

    public bool Exists { get; set; } = true;

    public WalletStatus Status { get; set; } = name == "unfreeze" ? WalletStatus.Frozen : WalletStatus.Active;

    public long Balance { get; set; } = name == "close" ? 0 : 100_000;

    public long CreditLimit { get; set; }

    public long Held { get; set; } = name is "capture hold" or "void hold" ? 100 : 0;

    /// <summary>Whether the destination, the hold or the transaction exists.</summary>
    public bool OtherExists { get; set; } = true;

    public WalletStatus OtherStatus { get; set; } = WalletStatus.Active;

    public string OtherCurrency { get; set; } = "USD";

    public long OtherBalance { get; set; } = 100_000;

    public long HeldAmount { get; set; } = 100;

    public HoldStatus HoldStatus { get; set; } = HoldStatus.Open;

    public DateTimeOffset? ExpiresAt { get; set; }

    public bool IsReversal { get; set; }

    public long? ReversedBy { get; set; }

    public KeyedCommand Command => Named() switch
    {
        PostingCommand posting => posting with { IdempotencyKey = Key, ExpectedVersion = ExpectedVersion, Currency = Currency, Reference = Reference },
        StateCommand change => change with { IdempotencyKey = Key, ExpectedVersion = ExpectedVersion, Reason = Reason },
        var other => other with { IdempotencyKey = Key, ExpectedVersion = ExpectedVersion },
    };

    public Decision Decide()
    {
        var command = Command;
        var other = Given.Recorded(new Deposit(Given.Id, 7m) { IdempotencyKey = "key" });
        var recorded = IsKeyTaken ? other
            : IsReplay ? other with { Content = WalletSecrets.None.Keys.Hash(ContentHash.Of(command)) }
            : null;
        return WalletRules.Decide(command, State(recorded), Given.Now);
    }

    private KeyedCommand Named() => name switch
    {
        "deposit" => new Deposit(Given.Id, Amount),
        "withdraw" => new Withdraw(Given.Id, Amount),
        "transfer" => new Transfer(Given.Id, Destination, Amount) { TargetAmount = TargetAmount, Rate = Rate },
        "place hold" => new PlaceHold(Given.Id, Amount),
        "capture hold" => new CaptureHold(new HoldId(Given.Id, 1), Amount),
        "void hold" => new VoidHold(new HoldId(Given.Id, 1)),
        "reverse" or "reverse transfer" => new Reverse(new TransactionId(Given.Id, 5)),
        "freeze" => new FreezeWallet(Given.Id),
        "unfreeze" => new UnfreezeWallet(Given.Id),
        "close" => new CloseWallet(Given.Id),
        "erase" => new EraseWallet(Given.Id) { IncludeOpen = IncludesOpen },
        "correct time" => new CorrectTime(Given.Id),
        "set limit" => new SetCreditLimit(Given.Id, Amount),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, null),
    };

    private CommandState State(RecordedCommand? recorded)
    {
        var wallet = Given.Wallet(Balance, Status) with { CreditLimitMinorUnits = CreditLimit, Holds = new HoldTotals { HeldMinorUnits = Held, LastNumber = 1 } };
        wallet = IsAhead ? wallet with { UpdatedAt = Given.Now.AddHours(1) } : wallet;
        var other = Given.Other(OtherBalance, OtherStatus, OtherCurrency);
        var isTransfer = name == "reverse transfer";
        var type = IsReversal ? TransactionType.Reversal : isTransfer ? TransactionType.TransferOut : TransactionType.Deposit;
        return new CommandState(Exists ? wallet : null, recorded)
        {
            Counterpart = name == "transfer" && OtherExists || isTransfer ? other : null,
            Hold = OtherExists ? Given.Hold(HeldAmount, ExpiresAt, status: HoldStatus) : null,
            Reversal = OtherExists
                ? new ReversalState(
                    Given.Newest(wallet, type, isTransfer ? -100 : 100), ReversedBy, isTransfer ? Given.Newest(other, TransactionType.TransferIn, 100) : null)
                : null,
        };
    }
}
