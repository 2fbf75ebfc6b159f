using WalletKit.Commands;
using WalletKit.Rules;
using WalletKit.Stores;
using WalletKit.Testing.Model.Steps;

namespace WalletKit.Tests.Rules;

/// <summary>States, commands and shorthands that the tests of the rules share.</summary>
internal static class Given
{
    public static readonly DateTimeOffset Opened = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    public static readonly DateTimeOffset Now = Opened.AddHours(1);
    public static readonly WalletId Id = new(new Guid("019b7c1e-0a00-7000-8000-000000000001"));
    public static readonly WalletId OtherId = new(new Guid("019b7c1e-0a00-7000-8000-000000000002"));
    public static readonly RebateTerms Terms = new("percentage", "rate=0.01;rounding=ToEven");

    /// <summary>A wallet with some history.</summary>
    public static Wallet Wallet(long balance = 0, WalletStatus status = WalletStatus.Active, string currency = "USD") => new()
    {
        Id = Id,
        OwnerId = "owner",
        Name = "default",
        Currency = Currency.FromIso(currency),
        Status = status,
        BalanceMinorUnits = balance,
        LastSequence = 4,
        ChainHash = Sha256Hash.Of("the first wallet's four"u8),
        Version = 7,
        CreatedAt = Opened,
        UpdatedAt = Opened,
    };

    /// <summary>Another owner's wallet, with a shorter history.</summary>
    public static Wallet Other(long balance = 0, WalletStatus status = WalletStatus.Active, string currency = "USD") =>
        Wallet(balance, status, currency) with { Id = OtherId, OwnerId = "other", LastSequence = 2, ChainHash = Sha256Hash.Of("the second wallet's two"u8), Version = 3 };

    /// <summary>A hold of the first wallet.</summary>
    public static Hold Hold(long amount = 100, DateTimeOffset? expiresAt = null, long number = 1, long captured = 0, HoldStatus status = HoldStatus.Open) => new()
    {
        Id = new HoldId(Id, number),
        Currency = Currency.FromIso("USD"),
        AmountMinorUnits = amount,
        CapturedMinorUnits = captured,
        Status = status,
        ExpiresAt = expiresAt,
        CreatedAt = Opened,
        UpdatedAt = Opened,
    };

    /// <summary>The wallet with the totals of these holds.</summary>
    public static Wallet Holding(Wallet wallet, params Hold[] holds) => wallet with
    {
        Holds = new HoldTotals
        {
            HeldMinorUnits = holds.Sum(hold => hold.RemainingMinorUnits),
            LastNumber = holds.Max(hold => hold.Id.Number),
            OpenCount = holds.Count(hold => hold.Status == HoldStatus.Open),
            NextExpiry = holds.Where(hold => hold.Status == HoldStatus.Open).Min(hold => hold.ExpiresAt),
        },
    };

    /// <summary>The newest transaction of a wallet.</summary>
    public static WalletTransaction Newest(Wallet wallet, TransactionType type, long amount, TransactionLinks? links = null) => new()
    {
        WalletId = wallet.Id,
        Sequence = wallet.LastSequence,
        Type = type,
        Currency = wallet.Currency,
        AmountMinorUnits = amount,
        BalanceAfterMinorUnits = wallet.BalanceMinorUnits,
        Version = wallet.Version,
        CreatedAt = wallet.UpdatedAt,
        Account = CounterAccount.Of(type, links ?? TransactionLinks.None),
        Links = links ?? TransactionLinks.None,
    };

    /// <summary>A wallet whose fourth transaction is a deposit that earned a pending rebate.</summary>
    public static Rebate Rebate(RebateStatus status = RebateStatus.Pending, Guid? claim = null, int attempts = 0) => new()
    {
        Deposit = new TransactionId(Id, 7),
        Terms = Terms,
        Status = status,
        Attempts = attempts,
        Claim = claim,
        DueAt = Opened,
        UpdatedAt = Opened,
    };

    /// <summary>The record under the key with which a command was done.</summary>
    public static RecordedCommand Recorded(KeyedCommand command) =>
        WalletRules.Decide(command, new CommandState(Wallet(balance: 1_000_000)), Now).Changes!.Value.Recorded!;

    /// <summary>Gives a transaction and the wallet after it the hash of their entry. The wallet must still have the hash of the entry before.</summary>
    public static WalletTransaction ChainTo(this WalletTransaction transaction, Wallet after)
    {
        var entry = new JournalEntry { Type = (EntryType)transaction.Type, Wallet = after, Transaction = transaction };
        entry.SetTextCommitment(TextCommitment.Of(entry, WalletSecrets.None.Texts));
        after.SetChainHash(HashChain.Next(after.ChainHash, entry));
        transaction.SetHash(after.ChainHash);
        return transaction;
    }

    public static Decision Decide(WalletCommand command, Wallet? wallet, RecordedCommand? recorded = null) =>
        WalletRules.Decide(command, new CommandState(wallet, recorded), Now);

    public static Decision Decide(RebateCommand command, Wallet? wallet, Rebate? rebate) =>
        WalletRules.Decide(command, new CommandState(wallet, Rebate: rebate), Now);

    /// <summary>Checks that a decision refuses with this message and changes nothing.</summary>
    public static T AssertRefused<T>(string message, Decision decision)
        where T : WalletException
    {
        Assert.Null(decision.Changes);
        var refusal = Assert.IsType<T>(decision.Result.Refusal);
        Assert.Equal(message, refusal.Message);
        return refusal;
    }

    public static TransactionMetadata Metadata(params (string Key, string Value)[] pairs) =>
        TransactionMetadata.From(pairs.Select(pair => KeyValuePair.Create(pair.Key, pair.Value)));
}
