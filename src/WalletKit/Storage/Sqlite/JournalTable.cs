using System.Globalization;
using Microsoft.Data.Sqlite;
using SQLitePCL;
using WalletKit.Model.Money;
using WalletKit.Rules;
using WalletKit.Storage.Relational;

namespace WalletKit.Storage.Sqlite;

/// <summary>The table <c>journal</c>, on the write connection. It is only ever appended to.</summary>
internal sealed class JournalTable(SqliteConnection connection) : IDisposable
{
    private readonly Statement _insert = new(connection, SqliteTables.Insert(SqliteTables.Journal, EntryColumns.Plain));
    private readonly Statement _insertAll = new(connection, SqliteTables.Insert(SqliteTables.Journal));

    private readonly Statement _find = new(
        connection,
        $"SELECT {SqliteTables.Journal.Columns} FROM {SqliteTables.JournalSources} WHERE j.wallet_id = :walletRow AND j.version = :version");

    private readonly Statement _insertTexts = new(connection, SqliteTables.Insert(SqliteTables.Texts));

    private readonly Statement _findReversal = new(connection, "SELECT version FROM walletkit_journal WHERE wallet_id = :walletRow AND reversal_of = :version");

    public JournalEntry? Find(long walletRowId, long version) =>
        _find.Bind(Parameter.WalletRow, walletRowId).Bind(Parameter.Version, version).Single(SqliteRows.ReadEntry);

    /// <summary>The version of the transaction that reversed one; null where none has.</summary>
    public long? FindReversal(long walletRowId, long version) =>
        _findReversal.Bind(Parameter.WalletRow, walletRowId).Bind(Parameter.Version, version).SingleInt64();

    /// <summary>Appends an entry.</summary>
    /// <param name="walletRowId">Its wallet's row.</param>
    /// <param name="entry">The entry.</param>
    /// <param name="counterpartRowId">The row of the wallet that its other leg is in; null where there is none.</param>
    /// <returns>Its row id.</returns>
    public long Insert(long walletRowId, JournalEntry entry, long? counterpartRowId)
    {
        var wallet = entry.Wallet;
        var insert = EntryColumns.IsPlain(entry) ? _insert : BindRest(_insertAll, entry, counterpartRowId);
        insert
            .Bind(WalletColumns.Id, walletRowId)
            .Bind(WalletColumns.Version, wallet.Version)
            .Bind(WalletColumns.UpdatedAt, wallet.UpdatedAt)
            .Bind(WalletColumns.LastSequence, wallet.LastSequence)
            .Bind(WalletColumns.Balance, wallet.BalanceMinorUnits)
            .Bind(WalletColumns.ChainHash, wallet.ChainHash)
            .Bind(EntryColumns.Type, (long)entry.Type)
            .Bind(EntryColumns.Amount, entry.Transaction?.AmountMinorUnits)
            .Execute();
        var row = raw.sqlite3_last_insert_rowid(connection.Handle!);
        if (EntryColumns.HasTexts(entry))
        {
            InsertTexts(row, walletRowId, entry);
        }

        return row;
    }

    public void Dispose()
    {
        _insert.Dispose();
        _insertAll.Dispose();
        _insertTexts.Dispose();
        _find.Dispose();
        _findReversal.Dispose();
    }

    private void InsertTexts(long row, long walletRowId, JournalEntry entry) =>
        _insertTexts
            .Bind(TextColumns.Id, row)
            .Bind(TextColumns.WalletId, walletRowId)
            .Bind(TextColumns.Version, entry.Version)
            .Bind(TextColumns.Reference, entry.Transaction?.Reference ?? entry.Hold?.Reference)
            .Bind(TextColumns.Metadata, entry.Transaction?.Metadata ?? entry.Hold?.Metadata ?? TransactionMetadata.Empty)
            .Bind(TextColumns.Reason, entry.Event?.Reason)
            .Bind(TextColumns.Actor, entry.Actor)
            .Execute();

    private static Statement BindRest(Statement statement, JournalEntry entry, long? counterpartRowId)
    {
        var (wallet, transaction, hold) = (entry.Wallet, entry.Transaction, entry.Hold);
        statement
            .Bind(WalletColumns.Status, wallet.Status == WalletStatus.Active ? null : StoredNames.Of(wallet.Status))
            .Bind(WalletColumns.CreditLimit, NullIfZero(wallet.CreditLimitMinorUnits))
            .Bind(WalletColumns.Overdrawn, wallet.IsOverdrawn ? 1 : null)
            .Bind(WalletColumns.Held, NullIfZero(wallet.Holds.HeldMinorUnits))
            .Bind(WalletColumns.LastHold, NullIfZero(wallet.Holds.LastNumber))
            .Bind(WalletColumns.OpenHolds, NullIfZero(wallet.Holds.OpenCount))
            .Bind(WalletColumns.NextExpiry, wallet.Holds.NextExpiry)
            .Bind(WalletColumns.EndedThrough, wallet.Holds.EndedThrough?.Time)
            .Bind(WalletColumns.EndedNumber, wallet.Holds.EndedThrough?.Number)
            .Bind(EntryColumns.TextCommitment, entry.TextCommitment)
            .Bind(EntryColumns.EffectiveAt, entry.EffectiveAt)
            .Bind(EntryColumns.Account, transaction is null ? null : EntryColumns.AccountOf(transaction))
            .Bind(EntryColumns.HoldExpiresAt, hold?.ExpiresAt)
            .Bind(EntryColumns.ExpiredHolds, StoredNumbers.Write(entry.ExpiredHolds));
        BindLinks(statement, transaction?.Links ?? TransactionLinks.None, counterpartRowId);
        return hold is null ? statement : statement.Bind(EntryColumns.Links.Hold, hold.Number).Bind(EntryColumns.Links.HoldRemaining, hold.RemainingMinorUnits);
    }

    private static void BindLinks(Statement statement, TransactionLinks links, long? counterpartRowId) =>
        statement
            .Bind(EntryColumns.Links.RebateOf, links.RebateOf)
            .Bind(EntryColumns.Links.ReversalOf, links.ReversalOf)
            .Bind(EntryColumns.Links.Hold, links.Hold)
            .Bind(EntryColumns.Links.HoldRemaining, links.HoldRemainingMinorUnits)
            .Bind(EntryColumns.Links.CounterpartWalletId, counterpartRowId)
            .Bind(EntryColumns.Links.CounterpartVersion, links.Counterpart?.Version)
            .Bind(EntryColumns.Links.CounterpartAmount, links.Exchange?.CounterpartMinorUnits)
            .Bind(EntryColumns.Links.ExchangeRate, links.Exchange?.Rate?.ToString(CultureInfo.InvariantCulture))
            .Bind(EntryColumns.Links.ExchangeRounding, links.Exchange?.Rounding?.ToString());

    private static long? NullIfZero(long number) => number == 0 ? null : number;
}
