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
        { "wallet_id", NpgsqlDbType.Uuid, static wallet => wallet.Id.Value },
    };

    public static readonly WrittenColumns<WrittenWallet> Wallets = new()
    {
        { WalletColumns.Id, NpgsqlDbType.Uuid, static row => row.Wallet.Id.Value },
        { WalletColumns.OwnerId, NpgsqlDbType.Text, static row => NullIfEmpty(row.Wallet.OwnerId) },
        { WalletColumns.Name, NpgsqlDbType.Text, static row => NullIfEmpty(row.Wallet.Name) },
        { WalletColumns.Currency, NpgsqlDbType.Text, static row => row.Wallet.Currency.Code },
        { WalletColumns.Exponent, NpgsqlDbType.Smallint, static row => (short)row.Wallet.Currency.Exponent },
        { WalletColumns.CreatedAt, NpgsqlDbType.TimestampTz, static row => PostgreSqlTime.Of(row.Wallet.CreatedAt) },
        { "key_secret", NpgsqlDbType.Bytea, static row => Bytes(row.Secrets.Keys) },
        { "text_secret", NpgsqlDbType.Bytea, static row => Bytes(row.Secrets.Texts) },
        { WalletColumns.ErasedThrough, NpgsqlDbType.Bigint, static row => row.Wallet.ErasedThrough },
        { "erased_holds", NpgsqlDbType.Bigint, static row => row.Wallet.IsErased ? row.Wallet.Holds.LastNumber : 0 },
    };

    /// <summary>The columns of a wallet that an erasure changes, with its key.</summary>
    public static readonly WrittenColumns<WrittenWallet> Erased = new()
    {
        { WalletColumns.Id, NpgsqlDbType.Uuid, static row => row.Wallet.Id.Value },
        { "text_secret", NpgsqlDbType.Bytea, static row => Bytes(row.Secrets.Texts) },
        { WalletColumns.ErasedThrough, NpgsqlDbType.Bigint, static row => row.Wallet.ErasedThrough },
        { "erased_holds", NpgsqlDbType.Bigint, static row => row.Wallet.Holds.LastNumber },
    };

    /// <summary>The columns of an erasure whose texts are to be deleted, by the wallet before it.</summary>
    public static readonly WrittenColumns<Wallet> Erasures = new()
    {
        { "wallet_id", NpgsqlDbType.Uuid, static wallet => wallet.Id.Value },
        { "done", NpgsqlDbType.Bigint, static wallet => wallet.ErasedThrough },
        { WalletColumns.OwnerId, NpgsqlDbType.Text, static wallet => NullIfEmpty(wallet.OwnerId) },
    };

    /// <summary>The columns of the texts of an entry.</summary>
    public static readonly WrittenColumns<JournalEntry> Texts = new()
    {
        { TextColumns.WalletId, NpgsqlDbType.Uuid, static entry => entry.WalletId.Value },
        { TextColumns.Version, NpgsqlDbType.Bigint, static entry => entry.Version },
        { TextColumns.Reference, NpgsqlDbType.Text, static entry => entry.Transaction?.Reference ?? entry.Hold?.Reference },
        { TextColumns.Metadata, NpgsqlDbType.Jsonb, static entry => Json(entry.Transaction?.Metadata ?? entry.Hold?.Metadata ?? TransactionMetadata.Empty) },
        { TextColumns.Reason, NpgsqlDbType.Text, static entry => entry.Event?.Reason },
        { TextColumns.Actor, NpgsqlDbType.Text, static entry => entry.Actor },
    };

    /// <summary>The columns of a wallet whose holds are to be recorded as expired.</summary>
    public static readonly WrittenColumns<Wallet> Expiring = new()
    {
        { "wallet_id", NpgsqlDbType.Uuid, static wallet => wallet.Id.Value },
        { "since", NpgsqlDbType.TimestampTz, static wallet => PostgreSqlTime.Of(ExpiringWallets.Since(wallet.Holds)) },
    };

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

    /// <summary>The columns of entries that have no more than an amount.</summary>
    public static readonly WrittenColumns<JournalEntry> PlainEntries = new()
    {
        { WalletColumns.Id with { Name = "wallet_id" }, NpgsqlDbType.Uuid, static entry => entry.WalletId.Value },
        { WalletColumns.Version, NpgsqlDbType.Bigint, static entry => entry.Version },
        { WalletColumns.UpdatedAt, NpgsqlDbType.TimestampTz, static entry => PostgreSqlTime.Of(entry.RecordedAt) },
        { WalletColumns.LastSequence, NpgsqlDbType.Bigint, static entry => entry.Wallet.LastSequence },
        { WalletColumns.Balance, NpgsqlDbType.Bigint, static entry => entry.Wallet.BalanceMinorUnits },
        { WalletColumns.ChainHash, NpgsqlDbType.Bytea, static entry => Bytes(entry.Hash) },
        { EntryColumns.Type, NpgsqlDbType.Smallint, static entry => (short)entry.Type },
        { EntryColumns.Amount, NpgsqlDbType.Bigint, static entry => entry.Transaction?.AmountMinorUnits },
    };

    public static readonly WrittenColumns<JournalEntry> Entries = PlainEntries.And(new WrittenColumns<JournalEntry>
    {
        { WalletColumns.Status, NpgsqlDbType.Text, static entry => entry.Wallet.Status == WalletStatus.Active ? null : StoredNames.Of(entry.Wallet.Status) },
        { WalletColumns.CreditLimit, NpgsqlDbType.Bigint, static entry => NullIfZero(entry.Wallet.CreditLimitMinorUnits) },
        { WalletColumns.Overdrawn, NpgsqlDbType.Boolean, static entry => entry.Wallet.IsOverdrawn ? true : (bool?)null },
        { WalletColumns.Held, NpgsqlDbType.Bigint, static entry => NullIfZero(entry.Wallet.Holds.HeldMinorUnits) },
        { WalletColumns.LastHold, NpgsqlDbType.Bigint, static entry => NullIfZero(entry.Wallet.Holds.LastNumber) },
        { WalletColumns.OpenHolds, NpgsqlDbType.Bigint, static entry => NullIfZero(entry.Wallet.Holds.OpenCount) },
        { WalletColumns.NextExpiry, NpgsqlDbType.TimestampTz, static entry => PostgreSqlTime.Of(entry.Wallet.Holds.NextExpiry) },
        { WalletColumns.EndedThrough, NpgsqlDbType.TimestampTz, static entry => PostgreSqlTime.Of(entry.Wallet.Holds.EndedThrough?.Time) },
        { WalletColumns.EndedNumber, NpgsqlDbType.Bigint, static entry => entry.Wallet.Holds.EndedThrough?.Number },
        { EntryColumns.TextCommitment, NpgsqlDbType.Bytea, static entry => entry.TextCommitment is { } commitment ? Bytes(commitment) : null },
        { EntryColumns.EffectiveAt, NpgsqlDbType.TimestampTz, static entry => PostgreSqlTime.Of(entry.EffectiveAt) },
        { EntryColumns.Account, NpgsqlDbType.Text, static entry => entry.Transaction is { } moved ? EntryColumns.AccountOf(moved) : null },
        { EntryColumns.HoldExpiresAt, NpgsqlDbType.TimestampTz, static entry => PostgreSqlTime.Of(entry.Hold?.ExpiresAt) },
        { EntryColumns.ExpiredHolds, NpgsqlDbType.Json, static entry => StoredNumbers.Write(entry.ExpiredHolds) },
        { EntryColumns.Links.RebateOf, NpgsqlDbType.Bigint, static entry => entry.Transaction?.Links.RebateOf },
        { EntryColumns.Links.ReversalOf, NpgsqlDbType.Bigint, static entry => entry.Transaction?.Links.ReversalOf },
        { EntryColumns.Links.Hold, NpgsqlDbType.Bigint, static entry => entry.Transaction?.Links.Hold ?? entry.Hold?.Number },
        { EntryColumns.Links.HoldRemaining, NpgsqlDbType.Bigint, static entry => entry.Transaction?.Links.HoldRemainingMinorUnits ?? entry.Hold?.RemainingMinorUnits },
        { EntryColumns.Links.CounterpartWalletId, NpgsqlDbType.Uuid, static entry => entry.Transaction?.Links.Counterpart?.WalletId.Value },
        { EntryColumns.Links.CounterpartVersion, NpgsqlDbType.Bigint, static entry => entry.Transaction?.Links.Counterpart?.Version },
        { EntryColumns.Links.CounterpartAmount, NpgsqlDbType.Bigint, static entry => entry.Transaction?.Links.Exchange?.CounterpartMinorUnits },
        { EntryColumns.Links.CounterpartCurrency, NpgsqlDbType.Text, static entry => entry.Transaction?.Links.Exchange?.CounterpartCurrency.Code },
        { EntryColumns.Links.CounterpartExponent, NpgsqlDbType.Smallint, static entry => (short?)entry.Transaction?.Links.Exchange?.CounterpartCurrency.Exponent },
        { EntryColumns.Links.ExchangeRate, NpgsqlDbType.Numeric, static entry => entry.Transaction?.Links.Exchange?.Rate },
        { EntryColumns.Links.ExchangeRounding, NpgsqlDbType.Text, static entry => entry.Transaction?.Links.Exchange?.Rounding?.ToString() },
    });

    public static readonly WrittenColumns<RecordedCommand> Keys = new()
    {
        { KeyColumns.WalletId, NpgsqlDbType.Uuid, static recorded => recorded.WalletId.Value },
        { KeyColumns.Key, NpgsqlDbType.Bytea, static recorded => Bytes(recorded.Key) },
        { KeyColumns.Content, NpgsqlDbType.Bytea, static recorded => Bytes(recorded.Content) },
        { KeyColumns.Version, NpgsqlDbType.Bigint, static recorded => KeptKey.OnlyTransaction(recorded)?.Version },
        { KeyColumns.Result, NpgsqlDbType.Jsonb, static recorded => KeptKey.OnlyTransaction(recorded) is null ? RecordedResults.Write(recorded.Results) : null },
        { KeyColumns.RecordedAt, NpgsqlDbType.TimestampTz, static recorded => PostgreSqlTime.Of(recorded.RecordedAt) },
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
        { RebateColumns.Deposit, NpgsqlDbType.Bigint, static rebate => rebate.Deposit.Version },
    }.And(RebateState);

    public static readonly WrittenColumns<Rebate> Rebates = RebateChanges.And(new WrittenColumns<Rebate>
    {
        { RebateColumns.Policy, NpgsqlDbType.Text, static rebate => rebate.Terms.Policy },
        { RebateColumns.Terms, NpgsqlDbType.Text, static rebate => rebate.Terms.Text },
    });

    private static long? NullIfZero(long number) => number == 0 ? null : number;

    private static string? Json(TransactionMetadata metadata) => metadata.Count == 0 ? null : metadata.ToJson();

    private static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;

    public static byte[] Bytes(Secret secret)
    {
        var bytes = new byte[Secret.Size];
        secret.CopyTo(bytes);
        return bytes;
    }

    public static byte[] Bytes(Sha256Hash hash)
    {
        var bytes = new byte[Sha256Hash.Size];
        hash.CopyTo(bytes);
        return bytes;
    }
}
