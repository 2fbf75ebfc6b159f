using WalletKit.Benchmarks.Compare.Books;
using WalletKit.Benchmarks.Compare.Measuring;
using WalletKit.Stores;

namespace WalletKit.Benchmarks.Compare.Contenders;

/// <summary>A dictionary of wallets under one lock, which keeps the same records as WalletKit.</summary>
internal sealed class LockedDictionaryContender : IMover
{
    private readonly Lock _lock = new();
    private readonly Dictionary<WalletId, Account> _accounts = [];
    private readonly List<Rebate> _rebates = [];
    private readonly RebateTerms _terms = new("percentage", "rate=0.01;rounding=ToEven");
    private readonly WalletId[] _ids;

    public LockedDictionaryContender(BooksFile books)
    {
        _ids = books.WalletIds;
        var now = TimeProvider.System.GetUtcNow();
        var currency = Currency.FromIso("USD");
        for (var i = 0; i < _ids.Length; i++)
        {
            _accounts[_ids[i]] = new Account(new Wallet
            {
                Id = _ids[i],
                OwnerId = $"owner-{i}",
                Name = Wallet.DefaultName,
                Currency = currency,
                Version = 1,
                CreatedAt = now,
                UpdatedAt = now,
            });
        }
    }

    public Task WorkAsync(Workload workload, Meter meter) => Callers.MoveAsync(this, workload, meter);

    public Task MoveAsync(Operation operation)
    {
        lock (_lock)
        {
            Move(operation);
        }

        return Task.CompletedTask;
    }

    public Task<BookTotals> ReadTotalsAsync()
    {
        var totals = BookTotals.None with { Rebates = _rebates.Count };
        foreach (var account in _accounts.Values)
        {
            totals += new BookTotals(
                account.Wallet.BalanceMinorUnits,
                account.Transactions.Sum(transaction => transaction.AmountMinorUnits),
                account.Wallet.LastSequence,
                account.Transactions.Count,
                0,
                account.Recorded?.Count ?? 0);
        }

        return Task.FromResult(totals);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private void Move(in Operation operation)
    {
        var account = _accounts[_ids[operation.Wallet]];
        if (operation.Key is not null && account.Recorded?.ContainsKey(operation.Key) == true)
        {
            return;
        }

        var balance = checked(account.Wallet.BalanceMinorUnits + operation.MinorUnits);
        if (account.Wallet.Status != WalletStatus.Active || balance < 0)
        {
            throw new InvalidOperationException("The wallet is not active, or there is not enough money in it.");
        }

        var transaction = Append(account, balance, operation);
        if (operation.IsDeposit)
        {
            _rebates.Add(new Rebate { Deposit = transaction.Id, Terms = _terms, DueAt = transaction.CreatedAt, UpdatedAt = transaction.CreatedAt });
        }

        if (operation.Key is not null)
        {
            (account.Recorded ??= new(StringComparer.Ordinal))[operation.Key] =
                new RecordedCommand(transaction.WalletId, default, new Sha256Hash(KeyContent.Of(operation)), [new CommandResult { Transactions = [transaction] }], transaction.CreatedAt);
        }
    }

    private static WalletTransaction Append(Account account, long balance, in Operation operation)
    {
        var wallet = account.Wallet;
        var now = TimeProvider.System.GetUtcNow();
        account.Wallet = wallet = wallet with
        {
            BalanceMinorUnits = balance,
            LastSequence = wallet.LastSequence + 1,
            Version = wallet.Version + 1,
            UpdatedAt = now < wallet.UpdatedAt ? wallet.UpdatedAt : now,
        };
        var transaction = new WalletTransaction
        {
            WalletId = wallet.Id,
            Currency = wallet.Currency,
            Sequence = wallet.LastSequence,
            Type = operation.IsDeposit ? TransactionType.Deposit : TransactionType.Withdrawal,
            AmountMinorUnits = operation.MinorUnits,
            BalanceAfterMinorUnits = balance,
            Version = wallet.Version,
            CreatedAt = wallet.UpdatedAt,
        };
        account.Transactions.Add(transaction);
        return transaction;
    }

    private sealed class Account(Wallet wallet)
    {
        public Wallet Wallet { get; set; } = wallet;

        public List<WalletTransaction> Transactions { get; } = [];

        public Dictionary<string, RecordedCommand>? Recorded { get; set; }
    }
}
