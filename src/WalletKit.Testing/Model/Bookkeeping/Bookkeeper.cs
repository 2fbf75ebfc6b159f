using System.Numerics;
using WalletKit.Rules;
using WalletKit.Testing.Model.Answers;

namespace WalletKit.Testing.Model.Bookkeeping;

/// <summary>
/// Does commands in the plainest way; a refusal is thrown. The class was written from the description of the behavior, independently of the library's own
/// rules.
/// </summary>
/// <param name="books">The books before the commands.</param>
/// <param name="now">The time of the commit.</param>
internal sealed partial class Bookkeeper(Books books, DateTimeOffset now)
{
    /// <summary>The books after the commands so far.</summary>
    public Books Books { get; private set; } = books;

    /// <summary>Does a well-formed command, or replays it.</summary>
    /// <exception cref="WalletRefusedException">The command is refused, and nothing is changed.</exception>
    public CommandResult Do(WalletCommand command)
    {
        if (command is not KeyedCommand { IdempotencyKey: { } key })
        {
            return DoNow(command);
        }

        if (Books.Keys.TryGetValue((command.WalletId, key), out var first))
        {
            return first.Answer(Books, command.WalletId, KeyUse.Of(command))[0];
        }

        var result = DoNow(command);
        Keep(command.WalletId, key, KeyUse.Of(command, result));
        return result;
    }

    /// <summary>Keeps the use of a key.</summary>
    public void Keep(WalletId walletId, string key, KeyUse use) => Books = Books with { Keys = Books.Keys.Add((walletId, key), use) };

    private CommandResult DoNow(WalletCommand command) => command switch
    {
        OpenWallet open => Open(open),
        Deposit deposit => Add(deposit),
        Withdraw withdraw => Take(withdraw),
        Transfer transfer => Move(transfer),
        PlaceHold place => Place(place),
        CaptureHold capture => Capture(capture),
        VoidHold release => Void(release),
        ExpireHolds expire => Expire(expire),
        Reverse reverse => TakeBack(reverse),
        StateCommand state => Change(state),
        PayRebate pay => Pay(pay),
        FailRebate fail => Fail(fail),
        RequeueRebate requeue => Requeue(requeue),
        _ => throw new ArgumentException($"The model does not know {command.GetType().Name}.", nameof(command)),
    };

    private Account Existing(WalletId walletId) => Books.Find(walletId) ?? throw new WalletNotFoundException(walletId);

    private static void CheckVersion(KeyedCommand command, Account account)
    {
        if (command.ExpectedVersion is { } expected && expected != account.Version)
        {
            throw new ConcurrencyConflictException(account.Id, expected, account.Version);
        }
    }

    private static void CheckNotClosed(Account account)
    {
        if (account.Status == WalletStatus.Closed)
        {
            throw new WalletClosedException(account.Id);
        }
    }

    private static void CheckNotFrozen(Account account)
    {
        if (account.Status == WalletStatus.Frozen)
        {
            throw new WalletFrozenException(account.Id);
        }
    }

    private void CheckCurrencyAndDate(PostingCommand command, Account account)
    {
        if (command.Currency is { } named && named != account.Currency.Code)
        {
            throw new CurrencyMismatchException(account.Id, account.Currency.Code, named);
        }

        CheckDate(command);
    }

    private void CheckDate(KeyedCommand command)
    {
        if (command.EffectiveAt > now)
        {
            throw new InvalidInputException("effectiveAt", command.EffectiveAt, "is in the future");
        }
    }

    private void CheckFunds(Account account, BigInteger amount)
    {
        if (account.AvailableAt(now) is var available && amount > available)
        {
            throw new InsufficientFundsException(account.Id, account.Units(available), account.Units(amount));
        }
    }

    private static void CheckRange(Account account, BigInteger change)
    {
        if (account.Balance + change is var after && (after > long.MaxValue || after < long.MinValue))
        {
            throw new BalanceOutOfRangeException(account.Id, account.Units(account.Balance), account.Units(change));
        }
    }

    /// <summary>Books an amount, and returns the transaction.</summary>
    /// <param name="walletId">The wallet.</param>
    /// <param name="type">The type.</param>
    /// <param name="amount">The change of the balance, in minor units.</param>
    /// <param name="other">The account on the other side.</param>
    /// <param name="command">The command.</param>
    /// <param name="links">The links.</param>
    private WalletTransaction Book(
        WalletId walletId, TransactionType type, BigInteger amount, string? other, WalletCommand command, TransactionLinks links)
    {
        var account = Books.Find(walletId)!;
        var transaction = new WalletTransaction
        {
            WalletId = walletId,
            Sequence = account.Transactions.Count + 1,
            Type = type,
            Currency = account.Currency,
            AmountMinorUnits = (long)amount,
            BalanceAfterMinorUnits = (long)(account.Balance + amount),
            Version = account.Version + 1,
            CreatedAt = account.TimeAt(now),
            Reference = (command as PostingCommand)?.Reference,
            Metadata = (command as PostingCommand)?.Metadata ?? TransactionMetadata.Empty,
            Actor = command.Actor,
            EffectiveAt = (command as PostingCommand)?.EffectiveAt,
            Account = other,
            Links = links,
        };
        Books = Books.With((account with { Transactions = account.Transactions.Add(transaction) }).Changed(now));
        return transaction;
    }
}
