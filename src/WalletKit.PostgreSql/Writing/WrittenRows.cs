using NpgsqlTypes;
using WalletKit.Model.Money;
using WalletKit.PostgreSql.Rows;
using WalletKit.Storage.Relational;
using WalletKit.Stores;

namespace WalletKit.PostgreSql.Writing;

/// <summary>Which columns each kind of row is written to, and its value in each.</summary>
internal static class WrittenRows
{
    /// <summary>The columns by which a wallet is found by its name.</summary>
    public static readonly WrittenColumns<Wallet> WalletNames = new()
    {
        { WalletColumns.OwnerId, NpgsqlDbType.Text, static wallet => wallet.OwnerId },
        { WalletColumns.Name, NpgsqlDbType.Text, static wallet => wallet.Name },
        { new Column("wallet_id", 2), NpgsqlDbType.Uuid, static wallet => wallet.Id.Value },
    };

    /// <summary>The columns of a wallet that change.</summary>
    public static readonly WrittenColumns<Wallet> WalletState = new()
    {
        { WalletColumns.Balance, NpgsqlDbType.Bigint, static wallet => wallet.BalanceMinorUnits },
        { WalletColumns.LastSequence, NpgsqlDbType.Bigint, static wallet => wallet.LastSequence },
        { WalletColumns.Version, NpgsqlDbType.Bigint, static wallet => wallet.Version },
        { WalletColumns.UpdatedAt, NpgsqlDbType.TimestampTz, static wallet => PostgreSqlTime.Of(wallet.UpdatedAt) },
        { WalletColumns.ChainHash, NpgsqlDbType.Bytea, static wallet => Bytes(wallet.ChainHash) },
        { WalletColumns.Status, NpgsqlDbType.Text, static wallet => StoredNames.Of(wallet.Status) },
        { WalletColumns.CreditLimit, NpgsqlDbType.Bigint, static wallet => wallet.CreditLimitMinorUnits },
        { WalletColumns.Held, NpgsqlDbType.Bigint, static wallet => wallet.Holds.HeldMinorUnits },
        { WalletColumns.LastHold, NpgsqlDbType.Bigint, static wallet => wallet.Holds.LastNumber },
        { WalletColumns.OpenHolds, NpgsqlDbType.Bigint, static wallet => wallet.Holds.OpenCount },
        { WalletColumns.NextExpiry, NpgsqlDbType.TimestampTz, static wallet => PostgreSqlTime.Of(wallet.Holds.NextExpiry) },
        { WalletColumns.EndedThrough, NpgsqlDbType.TimestampTz, static wallet => PostgreSqlTime.Of(wallet.Holds.EndedThrough?.Time) },
        { WalletColumns.EndedNumber, NpgsqlDbType.Bigint, static wallet => wallet.Holds.EndedThrough?.Number },
        { WalletColumns.Overdrawn, NpgsqlDbType.Boolean, static wallet => wallet.IsOverdrawn },
    };

    public static readonly WrittenColumns<Wallet> Wallets = new WrittenColumns<Wallet>
    {
        { WalletColumns.Id, NpgsqlDbType.Uuid, static wallet => wallet.Id.Value },
        { WalletColumns.OwnerId, NpgsqlDbType.Text, static wallet => wallet.OwnerId },
        { WalletColumns.Name, NpgsqlDbType.Text, static wallet => wallet.Name },
        { WalletColumns.Currency, NpgsqlDbType.Text, static wallet => wallet.Currency.Code },
        { WalletColumns.Exponent, NpgsqlDbType.Smallint, static wallet => (short)wallet.Currency.Exponent },
        { WalletColumns.CreatedAt, NpgsqlDbType.TimestampTz, static wallet => PostgreSqlTime.Of(wallet.CreatedAt) },
    }.And(WalletState);

    /// <summary>The columns of a hold that change.</summary>
    public static readonly WrittenColumns<Hold> HoldState = new()
    {
        { HoldColumns.Captured, NpgsqlDbType.Bigint, static hold => hold.CapturedMinorUnits },
        { HoldColumns.Status, NpgsqlDbType.Text, static hold => StoredNames.Of(hold.Status) },
        { HoldColumns.UpdatedAt, NpgsqlDbType.TimestampTz, static hold => PostgreSqlTime.Of(hold.UpdatedAt) },
    };

    /// <summary>The columns of a hold that change, with its key.</summary>
    public static readonly WrittenColumns<Hold> HoldChanges = new WrittenColumns<Hold>
    {
        { HoldColumns.WalletId, NpgsqlDbType.Uuid, static hold => hold.Id.WalletId.Value },
        { HoldColumns.Number, NpgsqlDbType.Bigint, static hold => hold.Id.Number },
    }.And(HoldState);

    public static readonly WrittenColumns<Hold> Holds = HoldChanges.And(new WrittenColumns<Hold>
    {
        { HoldColumns.Amount, NpgsqlDbType.Bigint, static hold => hold.AmountMinorUnits },
        { HoldColumns.ExpiresAt, NpgsqlDbType.TimestampTz, static hold => PostgreSqlTime.Of(hold.ExpiresAt) },
        { HoldColumns.Reference, NpgsqlDbType.Text, static hold => hold.Reference },
        { HoldColumns.Metadata, NpgsqlDbType.Jsonb, static hold => Json(hold.Metadata) },
        { HoldColumns.CreatedAt, NpgsqlDbType.TimestampTz, static hold => PostgreSqlTime.Of(hold.CreatedAt) },
    });

    /// <summary>The columns of transactions without links.</summary>
    public static readonly WrittenColumns<WalletTransaction> PlainTransactions = new()
    {
        { TransactionColumns.WalletId, NpgsqlDbType.Uuid, static transaction => transaction.WalletId.Value },
        { TransactionColumns.Sequence, NpgsqlDbType.Bigint, static transaction => transaction.Sequence },
        { TransactionColumns.Type, NpgsqlDbType.Smallint, static transaction => (short)transaction.Type },
        { TransactionColumns.Amount, NpgsqlDbType.Bigint, static transaction => transaction.AmountMinorUnits },
        { TransactionColumns.BalanceAfter, NpgsqlDbType.Bigint, static transaction => transaction.BalanceAfterMinorUnits },
        { TransactionColumns.Version, NpgsqlDbType.Bigint, static transaction => transaction.Version },
        { TransactionColumns.CreatedAt, NpgsqlDbType.TimestampTz, static transaction => PostgreSqlTime.Of(transaction.CreatedAt) },
        { TransactionColumns.Reference, NpgsqlDbType.Text, static transaction => transaction.Reference },
        { TransactionColumns.Metadata, NpgsqlDbType.Jsonb, static transaction => Json(transaction.Metadata) },
        { TransactionColumns.Hash, NpgsqlDbType.Bytea, static transaction => Bytes(transaction.Hash) },
    };

    public static readonly WrittenColumns<WalletTransaction> LinkedTransactions = PlainTransactions.And(new WrittenColumns<WalletTransaction>
    {
        { TransactionColumns.RebateOf, NpgsqlDbType.Bigint, static transaction => transaction.Links.RebateOf },
        { TransactionColumns.ReversalOf, NpgsqlDbType.Bigint, static transaction => transaction.Links.ReversalOf },
        { TransactionColumns.Hold, NpgsqlDbType.Bigint, static transaction => transaction.Links.Hold },
        { TransactionColumns.HoldRemaining, NpgsqlDbType.Bigint, static transaction => transaction.Links.HoldRemainingMinorUnits },
        { TransactionColumns.CounterpartWalletId, NpgsqlDbType.Uuid, static transaction => transaction.Links.Counterpart?.WalletId.Value },
        { TransactionColumns.CounterpartVersion, NpgsqlDbType.Bigint, static transaction => transaction.Links.Counterpart?.Version },
        { TransactionColumns.CounterpartAmount, NpgsqlDbType.Bigint, static transaction => transaction.Links.Exchange?.CounterpartMinorUnits },
        { TransactionColumns.CounterpartCurrency, NpgsqlDbType.Text, static transaction => transaction.Links.Exchange?.CounterpartCurrency.Code },
        { TransactionColumns.CounterpartExponent, NpgsqlDbType.Smallint, static transaction => (short?)transaction.Links.Exchange?.CounterpartCurrency.Exponent },
        { TransactionColumns.ExchangeRate, NpgsqlDbType.Numeric, static transaction => transaction.Links.Exchange?.Rate },
        { TransactionColumns.ExchangeRounding, NpgsqlDbType.Text, static transaction => transaction.Links.Exchange?.Rounding?.ToString() },
    });

    public static readonly WrittenColumns<WalletEvent> Events = new()
    {
        { EventColumns.WalletId, NpgsqlDbType.Uuid, static happened => happened.WalletId.Value },
        { EventColumns.Version, NpgsqlDbType.Bigint, static happened => happened.Version },
        { EventColumns.Type, NpgsqlDbType.Text, static happened => StoredNames.Of(happened.Type) },
        { EventColumns.CreditLimit, NpgsqlDbType.Bigint, static happened => happened.CreditLimitMinorUnits },
        { EventColumns.Reason, NpgsqlDbType.Text, static happened => happened.Reason },
        { EventColumns.CreatedAt, NpgsqlDbType.TimestampTz, static happened => PostgreSqlTime.Of(happened.CreatedAt) },
    };

    public static readonly WrittenColumns<RecordedCommand> Keys = new()
    {
        { KeyColumns.WalletId, NpgsqlDbType.Uuid, static recorded => recorded.WalletId.Value },
        { KeyColumns.Key, NpgsqlDbType.Text, static recorded => recorded.Key },
        { KeyColumns.Content, NpgsqlDbType.Bytea, static recorded => Bytes(recorded.Content) },
        { KeyColumns.Version, NpgsqlDbType.Bigint, static recorded => KeptKey.OnlyTransaction(recorded)?.Sequence },
        { KeyColumns.Result, NpgsqlDbType.Jsonb, static recorded => KeptKey.OnlyTransaction(recorded) is null ? RecordedResults.Write(recorded.Results) : null },
    };

    /// <summary>The columns of a rebate that change.</summary>
    public static readonly WrittenColumns<Rebate> RebateState = new()
    {
        { RebateColumns.Status, NpgsqlDbType.Text, static rebate => StoredNames.Of(rebate.Status) },
        { RebateColumns.Attempts, NpgsqlDbType.Integer, static rebate => rebate.Attempts },
        { RebateColumns.DueAt, NpgsqlDbType.TimestampTz, static rebate => PostgreSqlTime.Of(rebate.DueAt) },
        { RebateColumns.Claim, NpgsqlDbType.Uuid, static rebate => rebate.Claim },
        { RebateColumns.Reason, NpgsqlDbType.Text, static rebate => rebate.Reason },
        { RebateColumns.PaidVersion, NpgsqlDbType.Bigint, static rebate => rebate.PaidVersion },
        { RebateColumns.UpdatedAt, NpgsqlDbType.TimestampTz, static rebate => PostgreSqlTime.Of(rebate.UpdatedAt) },
    };

    /// <summary>The columns of a rebate that change, with its key.</summary>
    public static readonly WrittenColumns<Rebate> RebateChanges = new WrittenColumns<Rebate>
    {
        { RebateColumns.WalletId, NpgsqlDbType.Uuid, static rebate => rebate.Deposit.WalletId.Value },
        { RebateColumns.Deposit, NpgsqlDbType.Bigint, static rebate => rebate.Deposit.Sequence },
    }.And(RebateState);

    public static readonly WrittenColumns<Rebate> Rebates = RebateChanges.And(new WrittenColumns<Rebate>
    {
        { RebateColumns.Policy, NpgsqlDbType.Text, static rebate => rebate.Terms.Policy },
        { RebateColumns.Terms, NpgsqlDbType.Text, static rebate => rebate.Terms.Text },
    });

    private static string? Json(TransactionMetadata metadata) => metadata.Count == 0 ? null : metadata.ToJson();

    private static byte[] Bytes(Sha256Hash hash)
    {
        var bytes = new byte[Sha256Hash.Size];
        hash.CopyTo(bytes);
        return bytes;
    }
}
