using System.Globalization;
using Microsoft.Data.Sqlite;
using WalletKit.Storage.Relational;
using WalletKit.Storage.Totals;

namespace WalletKit.Storage.Sqlite;

/// <summary>Compares the stored sums with the entries of their blocks, and what a trial balance reads with the balances of the wallets.</summary>
internal sealed class TotalsCheck(SqliteConnection connection, int entriesPerTotal)
{
    public void Run(Action<string> found)
    {
        using var query = new TotalsQuery(connection);

        // One snapshot for all, because each whole block must be there as soon as its last entry is.
        using var begin = new Statement(connection, "BEGIN");
        begin.Execute();
        try
        {
            var last = Number("SELECT coalesce(max(id), 0) FROM walletkit_journal");
            var summed = last - (last % entriesPerTotal);
            CheckPlaces(summed, found);
            CheckBlocks(query, summed, found);
            CheckBalances(query, summed, last, found);
        }
        finally
        {
            using var rollback = new Statement(connection, "ROLLBACK");
            rollback.Execute();
        }
    }

    private void CheckPlaces(long summed, Action<string> found)
    {
        using var strays = new Statement(connection, "SELECT DISTINCT through FROM walletkit_totals WHERE through > :through OR through % :number <> 0");
        foreach (var through in strays.Bind(Parameter.Through, summed).Bind(Parameter.Number, entriesPerTotal).All(static row => row.Int64(Column.Only)))
        {
            found(string.Create(CultureInfo.InvariantCulture, $"There is a total through row {through} of the journal, and whole blocks of {entriesPerTotal} rows end at row {summed}."));
        }
    }

    private void CheckBlocks(TotalsQuery query, long summed, Action<string> found)
    {
        for (var through = (long)entriesPerTotal; through <= summed; through += entriesPerTotal)
        {
            TransactionSums stored = new(), booked = new();
            query.AddBlocks(stored, through - 1, through);
            query.AddEntries(booked, through - entriesPerTotal, through);
            foreach (var (currency, account, here, there) in stored.Differences(booked))
            {
                found(string.Create(
                    CultureInfo.InvariantCulture,
                    $"The total through row {through} of the journal, in {currency.ToText()} for {Shown(account)}, is {Shown(here)}, and the rows come to {Shown(there)}."));
            }
        }
    }

    // A wallet's balance is the sum of its transactions, whichever accounts these name.
    private static void CheckBalances(TotalsQuery query, long summed, long last, Action<string> found)
    {
        TransactionSums balances = new(), byAccount = new(), totals = new();
        query.AddBalances(balances);
        query.AddBlocks(byAccount, 0, summed);
        query.AddEntries(byAccount, summed, last);
        foreach (var sum in byAccount.ToSums())
        {
            totals.Add(sum.Currency, null, sum.MinorUnits);
        }

        foreach (var (currency, _, here, there) in balances.Differences(totals))
        {
            if ((here ?? 0) != (there ?? 0))
            {
                found(string.Create(
                    CultureInfo.InvariantCulture, $"In {currency.ToText()}, the balances of all wallets sum to {Shown(here)}, and their transactions to {Shown(there)}."));
            }
        }
    }

    private long Number(string sql)
    {
        using var statement = new Statement(connection, sql);
        return statement.SingleInt64() ?? 0;
    }

    private static string Shown(string? account) => account is null ? "transfers" : $"'{InvalidInputException.ShowBare(account)}'";

    private static string Shown(Int128? sum) => sum?.ToString(CultureInfo.InvariantCulture) ?? "missing";
}
