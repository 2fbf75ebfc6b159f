using WalletKit.Testing.Model.Answers;

namespace WalletKit.Testing.Model.Bookkeeping;

// Openings, deposits and withdrawals.
internal sealed partial class Bookkeeper
{
    private CommandResult Open(OpenWallet command)
    {
        if (Books.Find(command.OwnerId, command.Name) is { } standing)
        {
            return standing.Currency.Code == command.Currency.Code
                ? new CommandResult { Wallet = standing.ToWallet(now), Replayed = true }
                : throw new CurrencyMismatchException(standing.Id, standing.Currency.Code, command.Currency.Code);
        }

        if (Books.Find(command.WalletId) is not null)
        {
            throw new InvalidInputException("walletId", command.WalletId, "is another wallet's");
        }

        var owned = Books.Accounts.Values.Count(account => account.Opening.OwnerId == command.OwnerId && account.Status != WalletStatus.Closed);
        if (owned >= command.MaxWallets)
        {
            throw new TooManyWalletsException(command.OwnerId, command.MaxWallets.Value);
        }

        var time = Clocks.ToMicrosecond(now);
        var account = new Account { Opening = command, OpenedAt = time, UpdatedAt = time };
        Books = Books.With(account);
        return new CommandResult { Wallet = account.ToWallet(now) };
    }

    private CommandResult Add(Deposit command)
    {
        var account = Existing(command.WalletId);
        CheckVersion(command, account);
        CheckNotClosed(account);
        CheckCurrencyAndDate(command, account);
        var amount = Amounts.ToMinor(command.Amount, account.Currency);
        CheckRange(account, amount);

        var transaction = Book(account.Id, TransactionType.Deposit, amount, command.Account ?? "external", command, TransactionLinks.None);
        var rebate = command.RebateTerms is null ? null : new Rebate
        {
            Deposit = transaction.Id,
            Terms = command.RebateTerms,
            DueAt = Clocks.ToMicrosecond(now),
            UpdatedAt = transaction.CreatedAt,
        };
        Books = rebate is null ? Books : Books.With(rebate);
        return new CommandResult { Wallet = WalletOf(account.Id), Transactions = [transaction], Rebate = rebate };
    }

    private CommandResult Take(Withdraw command)
    {
        var account = Existing(command.WalletId);
        CheckVersion(command, account);
        CheckNotClosed(account);
        CheckNotFrozen(account);
        CheckCurrencyAndDate(command, account);
        var amount = Amounts.ToMinor(command.Amount, account.Currency);
        CheckFunds(account, amount);

        EndExpired(account);
        var transaction = Book(account.Id, TransactionType.Withdrawal, -amount, command.Account ?? "external", command, TransactionLinks.None);
        return new CommandResult { Wallet = WalletOf(account.Id), Transactions = [transaction] };
    }

    private void EndExpired(Account account) => Books = Books.With(account.WithExpiredEnded(now));

    private Wallet WalletOf(WalletId walletId) => Books.Find(walletId)!.ToWallet(now);
}
