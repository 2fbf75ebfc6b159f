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
            OwnerId = row.Text(WalletColumns.OwnerId),
            Name = row.Text(WalletColumns.Name),
            Currency = ReadCurrency(row, WalletColumns.Currency, WalletColumns.Exponent),
            Status = StoredNames.ToWalletStatus(row.Text(WalletColumns.Status)),
            BalanceMinorUnits = row.Int64(WalletColumns.Balance),
            LastSequence = row.Int64(WalletColumns.LastSequence),
            Version = row.Int64(WalletColumns.Version),
            CreatedAt = row.Time(WalletColumns.CreatedAt),
            UpdatedAt = row.Time(WalletColumns.UpdatedAt),
            CreditLimitMinorUnits = row.Int64(WalletColumns.CreditLimit),
            Holds = ReadHoldTotals(row),
            IsOverdrawn = row.Flag(WalletColumns.Overdrawn),
            ChainHash = row.Hash(WalletColumns.ChainHash),
        };

    /// <summary>Reads the wallet as its reader is to see it, where <see cref="HoldSql.ExpiryColumns"/> were selected after it.</summary>
    public static Wallet ReadWalletAsOf<TReader>(Row<TReader> row)
        where TReader : struct, IRowReader =>
        row.Int64OrNull(WalletColumns.Expired) is { } expired ? ReadWallet(row).AsOf(expired, row.TimeOrNull(WalletColumns.StandingExpiry)) : ReadWallet(row);

    public static WalletTransaction ReadTransaction<TReader>(Row<TReader> row)
        where TReader : struct, IRowReader => new()
        {
            WalletId = row.WalletId(TransactionColumns.WalletId),
            Currency = ReadCurrency(row, TransactionColumns.Currency, TransactionColumns.Exponent),
            Sequence = row.Int64(TransactionColumns.Sequence),
            Type = StoredNames.ToTransactionType(row.Int64(TransactionColumns.Type)),
            AmountMinorUnits = row.Int64(TransactionColumns.Amount),
            BalanceAfterMinorUnits = row.Int64(TransactionColumns.BalanceAfter),
            Version = row.Int64(TransactionColumns.Version),
            CreatedAt = row.Time(TransactionColumns.CreatedAt),
            Reference = row.TextOrNull(TransactionColumns.Reference),
            Metadata = ReadMetadata(row, TransactionColumns.Metadata, "transactions"),

            // The stored columns, and not the type, decide: a link that does not belong to the type must come to light.
            Links = row.IsNull(TransactionColumns.FirstLink, TransactionColumns.LastLink) ? TransactionLinks.None : ReadLinks(row),
            Hash = row.Hash(TransactionColumns.Hash),
        };

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
            CreatedAt = row.Time(HoldColumns.CreatedAt),
            UpdatedAt = row.Time(HoldColumns.UpdatedAt),
        };

    public static WalletEvent ReadEvent<TReader>(Row<TReader> row)
        where TReader : struct, IRowReader => new()
        {
            WalletId = row.WalletId(EventColumns.WalletId),
            Currency = ReadCurrency(row, EventColumns.Currency, EventColumns.Exponent),
            Version = row.Int64(EventColumns.Version),
            Type = StoredNames.ToWalletEventType(row.Text(EventColumns.Type)),
            CreditLimitMinorUnits = row.Int64OrNull(EventColumns.CreditLimit),
            Reason = row.TextOrNull(EventColumns.Reason),
            CreatedAt = row.Time(EventColumns.CreatedAt),
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
            PaidSequence = row.Int64OrNull(RebateColumns.PaidSequence),
            UpdatedAt = row.Time(RebateColumns.UpdatedAt),
        };

    /// <summary>Reads a rebate, the deposit that is selected after it, and the owner and name of the wallet after that.</summary>
    public static ClaimedRebate ReadClaimed<TReader>(Row<TReader> row)
        where TReader : struct, IRowReader =>
        new()
        {
            Rebate = ReadRebate(row),
            Deposit = ReadTransaction(row.From(RebateColumns.DepositPlace)),
            OwnerId = row.Text(RebateColumns.OwnerId),
            WalletName = row.Text(RebateColumns.WalletName),
        };

    public static KeptKey ReadKey<TReader>(Row<TReader> row)
        where TReader : struct, IRowReader => new(
            row.WalletId(KeyColumns.WalletId),
            row.Text(KeyColumns.Key),
            row.Hash(KeyColumns.Content),
            row.Int64OrNull(KeyColumns.Sequence),
            row.TextOrNull(KeyColumns.Result));

    /// <summary>Reads which holds a wallet has ended.</summary>
    public static EndedThrough? ReadEnded<TReader>(Row<TReader> row, Column time, Column number)
        where TReader : struct, IRowReader => row.TimeOrNull(time) is { } through ? new EndedThrough(through, row.Int64(number)) : null;

    private static HoldTotals ReadHoldTotals<TReader>(Row<TReader> row)
        where TReader : struct, IRowReader
    {
        var holds = new HoldTotals
        {
            HeldMinorUnits = row.Int64(WalletColumns.Held),
            LastNumber = row.Int64(WalletColumns.LastHold),
            OpenCount = row.Int64(WalletColumns.OpenHolds),
            NextExpiry = row.TimeOrNull(WalletColumns.NextExpiry),
            EndedThrough = ReadEnded(row, WalletColumns.EndedThrough, WalletColumns.EndedNumber),
        };
        return holds == HoldTotals.None ? HoldTotals.None : holds;
    }

    private static TransactionLinks ReadLinks<TReader>(Row<TReader> row)
        where TReader : struct, IRowReader => new()
        {
            RebateOf = row.Int64OrNull(TransactionColumns.RebateOf),
            ReversalOf = row.Int64OrNull(TransactionColumns.ReversalOf),
            Hold = row.Int64OrNull(TransactionColumns.Hold),
            HoldRemainingMinorUnits = row.Int64OrNull(TransactionColumns.HoldRemaining),
            Counterpart = row.IsNull(TransactionColumns.CounterpartWalletId, TransactionColumns.CounterpartSequence)
                ? null
                : new TransactionId(new WalletId(row.GuidOrNull(TransactionColumns.CounterpartWalletId) ?? default), row.Int64(TransactionColumns.CounterpartSequence)),
            Exchange = ReadExchange(row),
        };

    private static Exchange? ReadExchange<TReader>(Row<TReader> row)
        where TReader : struct, IRowReader =>
        row.IsNull(TransactionColumns.CounterpartAmount) && row.IsNull(TransactionColumns.ExchangeRate) && row.IsNull(TransactionColumns.ExchangeRounding)
            ? null
            : new Exchange
            {
                Rate = row.RateOrNull(TransactionColumns.ExchangeRate),
                Rounding = row.TextOrNull(TransactionColumns.ExchangeRounding) is { } rounding ? ReadRounding(rounding) : null,
                CounterpartCurrency = ReadCurrency(row, TransactionColumns.CounterpartCurrency, TransactionColumns.CounterpartExponent),
                CounterpartMinorUnits = row.Int64(TransactionColumns.CounterpartAmount),
            };

    private static Currency ReadCurrency<TReader>(Row<TReader> row, Column code, Column exponent)
        where TReader : struct, IRowReader => row.Int64(exponent) is >= 0 and <= Currency.MaxExponent and var number
            ? Currency.Restore(row.Text(code), (int)number)
            : throw Unreadable("wallets.exponent", null);

    private static MidpointRounding ReadRounding(string text) =>
        Enum.TryParse<MidpointRounding>(text, out var rounding) ? rounding : throw Unreadable("transactions.exchange_rounding", null);

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
