using System.Text.Json;
using WalletKit.Model.Money;
using WalletKit.Rules;
using WalletKit.Stores;

namespace WalletKit.Storage.Relational;

/// <summary>Reads wallets, transactions and other records from the rows of the tables.</summary>
internal static class StoredRows
{
    public static Wallet ReadWallet<TReader>(Row<TReader> row)
        where TReader : struct, IRowReader => new()
        {
            Id = row.WalletId(WalletColumns.Id),
            OwnerId = row.TextOrNull(WalletColumns.OwnerId) ?? "",
            Name = row.TextOrNull(WalletColumns.Name) ?? "",
            ErasedThrough = row.Int64(WalletColumns.ErasedThrough),
            Currency = ReadCurrency(row, WalletColumns.Currency, WalletColumns.Exponent),
            Status = row.TextOrNull(WalletColumns.Status) is { } status ? StoredNames.ToWalletStatus(status) : WalletStatus.Active,
            BalanceMinorUnits = row.Int64(WalletColumns.Balance),
            LastSequence = row.Int64(WalletColumns.LastSequence),
            Version = row.Int64(WalletColumns.Version),
            CreatedAt = row.Time(WalletColumns.CreatedAt),
            UpdatedAt = row.Time(WalletColumns.UpdatedAt),
            CreditLimitMinorUnits = row.Int64OrNull(WalletColumns.CreditLimit) ?? 0,
            Holds = ReadHoldTotals(row),
            IsOverdrawn = !row.IsNull(WalletColumns.Overdrawn) && row.Flag(WalletColumns.Overdrawn),
            ChainHash = row.Hash(WalletColumns.ChainHash),
        };

    /// <summary>Reads the wallet as its reader is to see it, where <see cref="HoldSql.ExpiryColumns"/> were selected after it.</summary>
    public static Wallet ReadWalletAsOf<TReader>(Row<TReader> row)
        where TReader : struct, IRowReader =>
        row.Int64OrNull(WalletColumns.Expired) is { } expired ? ReadWallet(row).AsOf(expired, row.TimeOrNull(WalletColumns.StandingExpiry)) : ReadWallet(row);

    /// <summary>Reads the secrets of a wallet from two columns.</summary>
    public static WalletSecrets ReadSecrets<TReader>(Row<TReader> row, Column texts, Column keys)
        where TReader : struct, IRowReader => new(ToSecret(row.Hash(texts)), ToSecret(row.Hash(keys)));

    public static WalletTransaction ReadTransaction<TReader>(Row<TReader> row)
        where TReader : struct, IRowReader
    {
        var (type, links) = (StoredNames.ToTransactionType(row.Int64(TransactionColumns.Type)), ReadLinks(row, TransactionColumns.Links));
        return new()
        {
            WalletId = row.WalletId(TransactionColumns.WalletId),
            Currency = ReadCurrency(row, TransactionColumns.Currency, TransactionColumns.Exponent),
            Sequence = row.Int64(TransactionColumns.Sequence),
            Type = type,
            AmountMinorUnits = row.Int64(TransactionColumns.Amount),
            BalanceAfterMinorUnits = row.Int64(TransactionColumns.BalanceAfter),
            Version = row.Int64(TransactionColumns.Version),
            CreatedAt = row.Time(TransactionColumns.CreatedAt),
            Reference = row.TextOrNull(TransactionColumns.Reference),
            Metadata = ReadMetadata(row, TransactionColumns.Metadata, "journal"),
            EffectiveAt = row.TimeOrNull(TransactionColumns.EffectiveAt),
            Account = row.TextOrNull(TransactionColumns.Account) ?? CounterAccount.Of(type, links),
            Actor = row.TextOrNull(TransactionColumns.Actor),
            IsErased = row.Flag(TransactionColumns.Erased),
            Links = links,
            Hash = row.Hash(TransactionColumns.Hash),
        };
    }

    public static JournalEntry ReadEntry<TReader>(Row<TReader> row)
        where TReader : struct, IRowReader
    {
        var wallet = ReadWallet(row);
        var type = StoredNames.ToEntryType(row.Int64(EntryColumns.Type));
        ThrowIfStray(row, type);
        return new JournalEntry
        {
            Type = type,
            Wallet = wallet,
            Actor = row.TextOrNull(EntryColumns.Actor),
            Transaction = JournalEntry.IsTransaction(type) ? ReadTransaction(row, wallet, (TransactionType)type) : null,
            Event = JournalEntry.IsEvent(type) ? ReadEvent(row, wallet, (WalletEventType)type) : null,
            Hold = type is EntryType.HoldPlaced or EntryType.HoldVoided ? ReadHoldEntry(row) : null,
            TextCommitment = row.IsNull(EntryColumns.TextCommitment) ? null : row.Hash(EntryColumns.TextCommitment),
            ExpiredHolds = row.TextOrNull(EntryColumns.ExpiredHolds) is { } numbers ? StoredNumbers.Read(numbers) : [],
        };
    }

    public static Hold ReadHold<TReader>(Row<TReader> row)
        where TReader : struct, IRowReader => new()
        {
            Id = new HoldId(row.WalletId(HoldColumns.WalletId), row.Int64(HoldColumns.Number)),
            Currency = ReadCurrency(row, HoldColumns.Currency, HoldColumns.Exponent),
            AmountMinorUnits = row.Int64(HoldColumns.Amount),
            CapturedMinorUnits = row.Int64(HoldColumns.Captured),
            Status = StoredNames.ToHoldStatus(row.Text(HoldColumns.Status)),
            ExpiresAt = row.TimeOrNull(HoldColumns.ExpiresAt),
            Reference = row.TextOrNull(HoldColumns.Reference),
            Metadata = ReadMetadata(row, HoldColumns.Metadata, "holds"),
            IsErased = row.Flag(HoldColumns.Erased),
            CreatedAt = row.Time(HoldColumns.CreatedAt),
            UpdatedAt = row.Time(HoldColumns.UpdatedAt),
        };

    public static Rebate ReadRebate<TReader>(Row<TReader> row)
        where TReader : struct, IRowReader => new()
        {
            Deposit = new TransactionId(row.WalletId(RebateColumns.WalletId), row.Int64(RebateColumns.Deposit)),
            Terms = new RebateTerms(row.Text(RebateColumns.Policy), row.Text(RebateColumns.Terms)),
            Status = StoredNames.ToRebateStatus(row.Text(RebateColumns.Status)),
            Attempts = row.Int32(RebateColumns.Attempts),
            DueAt = row.Time(RebateColumns.DueAt),
            Claim = row.GuidOrNull(RebateColumns.Claim),
            Reason = row.TextOrNull(RebateColumns.Reason),
            PaidVersion = row.Int64OrNull(RebateColumns.PaidVersion),
            UpdatedAt = row.Time(RebateColumns.UpdatedAt),
        };

    /// <summary>Reads a rebate, the deposit that is selected after it, and the owner and name of the wallet after that.</summary>
    public static ClaimedRebate ReadClaimed<TReader>(Row<TReader> row)
        where TReader : struct, IRowReader =>
        new()
        {
            Rebate = ReadRebate(row),
            Deposit = ReadTransaction(row.From(RebateColumns.DepositPlace)),
            OwnerId = row.TextOrNull(RebateColumns.OwnerId) ?? "",
            WalletName = row.TextOrNull(RebateColumns.WalletName) ?? "",
        };

    public static KeptKey ReadKey<TReader>(Row<TReader> row)
        where TReader : struct, IRowReader => new(
            row.WalletId(KeyColumns.WalletId),
            row.Hash(KeyColumns.Key),
            row.Hash(KeyColumns.Content),
            row.Int64OrNull(KeyColumns.Version),
            row.TextOrNull(KeyColumns.Result),
            row.Time(KeyColumns.RecordedAt));

    /// <summary>Reads which holds a wallet has ended. The two columns are set together.</summary>
    public static EndedThrough? ReadEnded<TReader>(Row<TReader> row, Column time, Column number)
        where TReader : struct, IRowReader =>
        row.TimeOrNull(time) is { } through ? new EndedThrough(through, row.Int64(number))
        : row.IsNull(number) ? null
        : throw Unreadable($"journal.{time.Name}", null);

    private static HoldTotals ReadHoldTotals<TReader>(Row<TReader> row)
        where TReader : struct, IRowReader
    {
        if (row.IsNull(WalletColumns.FirstOfHolds, WalletColumns.LastOfHolds))
        {
            return HoldTotals.None;
        }

        return new HoldTotals
        {
            HeldMinorUnits = row.Int64OrNull(WalletColumns.Held) ?? 0,
            LastNumber = row.Int64OrNull(WalletColumns.LastHold) ?? 0,
            OpenCount = row.Int64OrNull(WalletColumns.OpenHolds) ?? 0,
            NextExpiry = row.TimeOrNull(WalletColumns.NextExpiry),
            EndedThrough = ReadEnded(row, WalletColumns.EndedThrough, WalletColumns.EndedNumber),
        };
    }

    private static Secret ToSecret(Sha256Hash bytes)
    {
        Span<byte> secret = stackalloc byte[Secret.Size];
        bytes.CopyTo(secret);
        return new Secret(secret);
    }

    // Nothing reads the columns of another kind of entry, and the hash does not cover them.
    private static void ThrowIfStray<TReader>(Row<TReader> row, EntryType type)
        where TReader : struct, IRowReader
    {
        var (isTransaction, isHold, links) = (JournalEntry.IsTransaction(type), type is EntryType.HoldPlaced or EntryType.HoldVoided, EntryColumns.Links);
        var isRight = (isTransaction || row.IsNull(EntryColumns.Amount))
            && (isTransaction || row.IsNull(EntryColumns.Account))
            && (isTransaction || isHold || JournalEntry.IsEvent(type) || row.IsNull(EntryColumns.EffectiveAt))
            && (isTransaction || row.IsNull(links.RebateOf, links.ReversalOf))
            && (isTransaction || row.IsNull(links.CounterpartWalletId, links.Last))
            && (isTransaction || isHold || row.IsNull(links.Hold, links.HoldRemaining))
            && (isTransaction || isHold || row.IsNull(EntryColumns.Reference, EntryColumns.Metadata))
            && (JournalEntry.IsEvent(type) || row.IsNull(EntryColumns.Reason))
            && (isHold || row.IsNull(EntryColumns.HoldExpiresAt));
        if (!isRight)
        {
            throw new WalletStoreException(StoreFailure.Corrupt, $"an entry of type {type} has values that only another type has.");
        }
    }

    private static WalletTransaction ReadTransaction<TReader>(Row<TReader> row, Wallet wallet, TransactionType type)
        where TReader : struct, IRowReader
    {
        var links = ReadLinks(row, EntryColumns.Links);
        return new()
        {
            WalletId = wallet.Id,
            Currency = wallet.Currency,
            Sequence = wallet.LastSequence,
            Type = type,
            AmountMinorUnits = row.Int64(EntryColumns.Amount),
            BalanceAfterMinorUnits = wallet.BalanceMinorUnits,
            Version = wallet.Version,
            CreatedAt = wallet.UpdatedAt,
            Reference = row.TextOrNull(EntryColumns.Reference),
            Metadata = ReadMetadata(row, EntryColumns.Metadata, "journal"),
            EffectiveAt = row.TimeOrNull(EntryColumns.EffectiveAt),
            Account = row.TextOrNull(EntryColumns.Account) ?? CounterAccount.Of(type, links),
            Actor = row.TextOrNull(EntryColumns.Actor),
            IsErased = wallet.Version <= wallet.ErasedThrough,
            Links = links,
            Hash = wallet.ChainHash,
        };
    }

    private static WalletEvent ReadEvent<TReader>(Row<TReader> row, Wallet wallet, WalletEventType type)
        where TReader : struct, IRowReader => new()
        {
            WalletId = wallet.Id,
            Currency = wallet.Currency,
            Version = wallet.Version,
            Type = type,
            CreditLimitMinorUnits = type == WalletEventType.CreditLimitSet ? wallet.CreditLimitMinorUnits : null,
            Reason = row.TextOrNull(EntryColumns.Reason),
            Actor = row.TextOrNull(EntryColumns.Actor),
            IsErased = wallet.Version <= wallet.ErasedThrough,
            EffectiveAt = row.TimeOrNull(EntryColumns.EffectiveAt),
            CreatedAt = wallet.UpdatedAt,
        };

    private static HoldEntry ReadHoldEntry<TReader>(Row<TReader> row)
        where TReader : struct, IRowReader => new()
        {
            Number = row.Int64(EntryColumns.Links.Hold),
            RemainingMinorUnits = row.Int64(EntryColumns.Links.HoldRemaining),
            ExpiresAt = row.TimeOrNull(EntryColumns.HoldExpiresAt),
            EffectiveAt = row.TimeOrNull(EntryColumns.EffectiveAt),
            Reference = row.TextOrNull(EntryColumns.Reference),
            Metadata = ReadMetadata(row, EntryColumns.Metadata, "journal"),
        };

    // The stored columns, and not the type, decide: a link that does not belong to the type must come to light.
    private static TransactionLinks ReadLinks<TReader>(Row<TReader> row, LinkColumns columns)
        where TReader : struct, IRowReader => row.IsNull(columns.First, columns.Last) ? TransactionLinks.None : new()
        {
            RebateOf = row.Int64OrNull(columns.RebateOf),
            ReversalOf = row.Int64OrNull(columns.ReversalOf),
            Hold = row.Int64OrNull(columns.Hold),
            HoldRemainingMinorUnits = row.Int64OrNull(columns.HoldRemaining),
            Counterpart = row.IsNull(columns.CounterpartWalletId, columns.CounterpartVersion)
                ? null
                : new TransactionId(new WalletId(row.GuidOrNull(columns.CounterpartWalletId) ?? default), row.Int64(columns.CounterpartVersion)),
            Exchange = ReadExchange(row, columns),
        };

    private static Exchange? ReadExchange<TReader>(Row<TReader> row, LinkColumns columns)
        where TReader : struct, IRowReader =>
        row.IsNull(columns.CounterpartAmount) && row.IsNull(columns.ExchangeRate) && row.IsNull(columns.ExchangeRounding)
            ? null
            : new Exchange
            {
                Rate = row.RateOrNull(columns.ExchangeRate),
                Rounding = row.TextOrNull(columns.ExchangeRounding) is { } rounding ? ReadRounding(rounding) : null,
                CounterpartCurrency = ReadCurrency(row, columns.CounterpartCurrency, columns.CounterpartExponent),
                CounterpartMinorUnits = row.Int64(columns.CounterpartAmount),
            };

    private static Currency ReadCurrency<TReader>(Row<TReader> row, Column code, Column exponent)
        where TReader : struct, IRowReader => row.Int64(exponent) is >= 0 and <= Currency.MaxExponent and var number
            ? Currency.Restore(row.Text(code), (int)number)
            : throw Unreadable("wallets.exponent", null);

    private static MidpointRounding ReadRounding(string text) =>
        Enum.TryParse<MidpointRounding>(text, out var rounding) ? rounding : throw Unreadable("journal.exchange_rounding", null);

    private static TransactionMetadata ReadMetadata<TReader>(Row<TReader> row, Column column, string table)
        where TReader : struct, IRowReader
    {
        try
        {
            return row.TextOrNull(column) is { } json ? TransactionMetadata.FromJson(json) : TransactionMetadata.Empty;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or ArgumentException)
        {
            throw Unreadable($"{table}.metadata", exception);
        }
    }

    private static WalletStoreException Unreadable(string column, Exception? exception) =>
        new(StoreFailure.Corrupt, $"{column} holds something that cannot be read.", exception);
}
