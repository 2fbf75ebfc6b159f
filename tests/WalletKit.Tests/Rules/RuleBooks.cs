using System.Collections.Immutable;
using WalletKit.Commands;
using WalletKit.Execution;
using WalletKit.Rules;
using WalletKit.Stores;
using WalletKit.Testing.Histories;

namespace WalletKit.Tests.Rules;

/// <summary>One command to be made: its kind, its values, and the time since the one before.</summary>
internal sealed record Step(int Kind, long Amount, string? Key, int Pick, bool Flag, TimeSpan Elapsed);

/// <summary>The simplest possible store: it records the decisions of the rules about two wallets, and checks each decision by itself.</summary>
internal sealed class RuleBooks(Currency otherCurrency) : StateSource
{
    private readonly Dictionary<(WalletId, Sha256Hash), RecordedCommand> _keys = [];
    private readonly Dictionary<TransactionId, Rebate> _rebates = [];
    private readonly Dictionary<WalletId, RuleBook> _books = new[]
    {
        Given.Wallet() with { LastSequence = 0, Version = 1 },
        Given.Other() with { LastSequence = 0, Version = 1, Currency = otherCurrency },
    }.ToDictionary(wallet => wallet.Id, wallet => new RuleBook(wallet));

    private DateTimeOffset _now = Given.Opened;

    public void Run(Step step)
    {
        // The clock of a machine is set back now and then.
        _now += step.Elapsed;
        var command = CommandOf(step);
        var state = CommandLoading.Load(command, this, _now);

        var decision = WalletRules.Decide(command, state, _now);

        AssertSame(decision, WalletRules.Decide(command, state, _now));
        AssertReplays(command, state.Recorded, decision);
        if (decision.Result.Refusal is { } refusal)
        {
            Assert.Null(decision.Changes);
            Assert.Equal(CommandResult.Refused(refusal), decision.Result);
        }
        else if (decision.Changes is { } changes)
        {
            Write(command, decision.Result, changes);
        }
        else
        {
            Assert.True(decision.Result.Replayed || command is ExpireHolds);
        }
    }

    public void AssertBalanced()
    {
        foreach (var book in _books.Values)
        {
            book.AssertBalanced(_now);
        }

        foreach (var rebate in _rebates.Values)
        {
            var payment = rebate.PaidVersion is { } version ? new TransactionId(rebate.Deposit.WalletId, version) : (TransactionId?)null;
            Assert.Equal(rebate.Status == RebateStatus.Paid, payment is not null);
            Assert.True(payment is not { } id || FindTransaction(id) is { Type: TransactionType.Rebate } paying && paying.Links.RebateOf == rebate.Deposit.Version);
            if (FindReversal(rebate.Deposit) is not null)
            {
                Assert.True(rebate.Status is RebateStatus.Cancelled or RebateStatus.NothingDue || (payment is { } paid && FindReversal(paid) is not null));
            }
        }

        Assert.Equal(_rebates.Values.Count(rebate => rebate.Status == RebateStatus.Paid), _books.Values.Sum(book => book.History.Count(t => t.Type == TransactionType.Rebate)));
        Assert.All(_books.Values.SelectMany(book => book.History), AssertPaired);
    }

    public override Wallet? FindWallet(WalletId walletId) => _books.GetValueOrDefault(walletId)?.Wallet;

    public override Wallet? FindWallet(string ownerId, string name) => _books.Values.Select(book => book.Wallet).SingleOrDefault(wallet => wallet.OwnerId == ownerId && wallet.Name == name);

    public override int CountOpenWallets(string ownerId, int limit) => 0;

    public override WalletSecrets? FindSecrets(WalletId walletId) => _books.ContainsKey(walletId) ? WalletSecrets.None : null;

    public override RecordedCommand? FindRecorded(WalletId walletId, KeyHash key) => _keys.GetValueOrDefault((walletId, key.Kept));

    public override Rebate? FindRebate(TransactionId deposit) => _rebates.GetValueOrDefault(deposit);

    public override WalletTransaction? FindTransaction(TransactionId transaction) => _books[transaction.WalletId].History.FirstOrDefault(each => each.Version == transaction.Version);

    public override long? FindReversal(TransactionId transaction) =>
        _books[transaction.WalletId].History.FirstOrDefault(other => other.Links.ReversalOf == transaction.Version)?.Version;

    public override Hold? FindHold(HoldId hold) => _books[hold.WalletId].Holds.GetValueOrDefault(hold.Number);

    public override long SumExpired(WalletId walletId, DateTimeOffset now, EndedThrough? ended) => _books[walletId].SumExpired(now, ended);

    public override IReadOnlyList<Hold> FindExpiring(WalletId walletId, DateTimeOffset after, int limit) => _books[walletId].FindExpiring(after, limit);

    public override IReadOnlyList<Hold> FindEnded(WalletId walletId, EndedThrough ended, int limit) => _books[walletId].FindEnded(ended, limit);

    // Both legs name each other, and the reversal of one leg comes with the reversal of the other.
    private void AssertPaired(WalletTransaction transaction)
    {
        var isLeg = transaction.Type is TransactionType.TransferIn or TransactionType.TransferOut;
        if (transaction.Links.Counterpart is not { } counterpart)
        {
            Assert.False(isLeg);
            return;
        }

        var other = FindTransaction(counterpart)!;
        Assert.NotEqual(transaction.WalletId, other.WalletId);
        Assert.Equal(transaction.Id, other.Links.Counterpart);
        Assert.Equal(isLeg, other.Type is TransactionType.TransferIn or TransactionType.TransferOut);
        Assert.Equal(-Math.Sign(transaction.AmountMinorUnits), Math.Sign(other.AmountMinorUnits));
        Assert.Equal(transaction.Currency.Equals(other.Currency) ? null : Math.Abs(other.AmountMinorUnits), transaction.Links.Exchange?.CounterpartMinorUnits);
        Assert.True(transaction.Links.Exchange is not null || transaction.AmountMinorUnits == -other.AmountMinorUnits);
        Assert.Equal(FindReversal(transaction.Id) is null, FindReversal(other.Id) is null);
    }

    private WalletCommand CommandOf(Step step)
    {
        var book = _books[step.Pick % 2 == 0 ? Given.Id : Given.OtherId];
        var id = book.Wallet.Id;
        var amount = MinorUnits.ToDecimal(step.Amount, book.Wallet.Currency.Exponent);
        var hold = new HoldId(id, 1 + (step.Pick / 2 % (book.Holds.Count + 1)));
        var transaction = new TransactionId(id, 2 + (step.Pick / 2 % (int)book.Wallet.Version));
        var other = id == Given.Id ? Given.OtherId : Given.Id;
        WalletCommand command = step.Kind switch
        {
            <= 3 => new Deposit(id, amount) { RebateTerms = step.Flag ? Given.Terms : null },
            4 or 5 => new Withdraw(id, amount),
            6 => new Withdraw(id, Math.Max(book.Wallet.Available, amount)),
            <= 9 => new Transfer(id, other, amount) { Rate = FindWallet(other)!.Currency.Equals(book.Wallet.Currency) ? null : step.Flag ? 1.5m : 100m },
            <= 12 => new PlaceHold(id, amount) { ExpiresIn = step.Pick % 3 == 0 ? null : TimeSpan.FromSeconds(30 * (1 + step.Pick)) },
            13 or 14 => new CaptureHold(hold, step.Pick % 3 == 0 ? null : amount / 3 * 3) { KeepOpen = step.Flag },
            15 => new VoidHold(hold),
            16 => new ExpireHolds(id),
            17 or 18 => new Reverse(transaction) { AllowOverdraft = step.Flag },
            19 => step.Pick < 6 ? new FreezeWallet(id) : new UnfreezeWallet(id),
            20 => step.Pick < 30 ? new SetCreditLimit(id, amount) : step.Pick < 36 ? new CorrectTime(id) : new CloseWallet(id),
            21 or 22 => new PayRebate(transaction, step.Pick % 5 == 0 ? 0m : amount),
            _ => step.Flag ? new RequeueRebate(transaction) : new FailRebate(transaction, default, "boom", step.Pick < 20 ? TimeSpan.Zero : null),
        };
        return command is KeyedCommand keyed ? keyed with { IdempotencyKey = step.Key } : command;
    }

    private void Write(WalletCommand command, CommandResult result, Changes changes)
    {
        Assert.Equal(changes.Wallets.Count, changes.Wallets.DistinctBy(wallet => wallet.Id).Count());
        Assert.Equal(changes.Wallets.First is { } first ? this.AsOf(first, _now) : null, result.Wallet);
        Assert.Equal(changes.Transactions, result.Transactions);
        Assert.All(changes.Transactions, transaction => Assert.Contains(changes.Wallets, wallet => wallet.Id == transaction.WalletId));
        ImmutableArray<Hold> holds = changes.Placed is { } placed ? [placed, .. changes.Holds] : changes.Holds;
        foreach (var wallet in changes.Wallets)
        {
            _books[wallet.Id].Write(wallet, [.. changes.Transactions.Where(t => t.WalletId == wallet.Id)], holds, changes.Event);
        }

        if ((changes.Earned ?? changes.Rebate) is { } rebate)
        {
            // A failure here is recorded without a claim, so the rebate must have none.
            _rebates[rebate.Deposit] = rebate with { Claim = Guid.Empty };
        }

        Assert.Equal(command is KeyedCommand { IdempotencyKey: { } key } ? KeyHash.Of(key, default).Kept : null, changes.Recorded?.Key);
        if (changes.Recorded is { } recorded)
        {
            _keys.Add((recorded.WalletId, recorded.Key), recorded);
        }
    }

    private static void AssertReplays(WalletCommand command, RecordedCommand? recorded, Decision decision)
    {
        if (recorded is null)
        {
            Assert.False(decision.Result.Replayed);
            return;
        }

        Assert.Null(decision.Changes);
        if (recorded.Content == default(Secret).Hash(ContentHash.Of((KeyedCommand)command, recorded.Results[0])))
        {
            Assert.Equal(recorded.Results[0] with { Replayed = true }, decision.Result);
        }
        else
        {
            Assert.IsType<IdempotencyConflictException>(decision.Result.Refusal);
        }
    }

    private static void AssertSame(Decision one, Decision other)
    {
        Assert.Equal(one.Result.Refusal?.Message, other.Result.Refusal?.Message);
        Assert.Equal(one.Result with { Refusal = null }, other.Result with { Refusal = null });
        Assert.Equal(one.Changes?.Wallets, other.Changes?.Wallets);
        Assert.Equal(one.Changes?.Transactions, other.Changes?.Transactions);
        Assert.Equal((one.Changes?.Earned, one.Changes?.Rebate), (other.Changes?.Earned, other.Changes?.Rebate));
        Assert.Equal((one.Changes?.Placed, one.Changes?.Event), (other.Changes?.Placed, other.Changes?.Event));
        Assert.Equal(one.Changes?.Holds ?? [], other.Changes?.Holds ?? []);
        Assert.Equal(one.Changes?.Recorded?.Content, other.Changes?.Recorded?.Content);
        Assert.Equal(one.Changes?.Recorded?.Results ?? [], other.Changes?.Recorded?.Results ?? []);
    }
}
