using Microsoft.Data.Sqlite;
using WalletKit.Benchmarks.Compare.Books;
using WalletKit.Storage.Sqlite;

namespace WalletKit.Benchmarks.Compare.Contenders;

/// <summary>
/// The handwritten work of one operation, on one connection, with commands and parameters that are made once. The contenders built on it differ only in who
/// runs it and when it is committed.
/// </summary>
internal sealed class KeptCommands : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly WalletId[] _ids;
    private readonly byte[] _publicId = new byte[16];
    private readonly KeptCommand _begin;
    private readonly KeptCommand _commit;
    private readonly KeptCommand _rollback;
    private readonly KeptCommand _readWallet;
    private readonly KeptCommand _readBalance;
    private readonly KeptCommand _findKey;
    private readonly KeptCommand _updateWallet;
    private readonly KeptCommand _insertTransaction;
    private readonly KeptCommand _insertRebate;
    private readonly KeptCommand _insertKey;

    public KeptCommands(BooksFile books, string path)
    {
        _ids = books.WalletIds;
        _connection = BooksFile.Connect(path);
        Sql.Configure(_connection);
        _begin = new KeptCommand(_connection, Sql.Begin);
        _commit = new KeptCommand(_connection, Sql.Commit);
        _rollback = new KeptCommand(_connection, Sql.Rollback);
        _readWallet = new KeptCommand(_connection, Sql.ReadWallet, "@publicId");
        _readBalance = new KeptCommand(_connection, Sql.ReadBalance, "@publicId");
        _findKey = new KeptCommand(_connection, Sql.FindKey, "@wallet", "@key");
        _updateWallet = new KeptCommand(_connection, Sql.UpdateWallet, "@wallet", "@readVersion", "@balance", "@sequence", "@version", "@now");
        _insertTransaction = new KeptCommand(_connection, Sql.InsertTransaction, "@wallet", "@sequence", "@type", "@amount", "@balance", "@version", "@now");
        _insertRebate = new KeptCommand(_connection, Sql.InsertRebate, "@now");
        _insertKey = new KeptCommand(_connection, Sql.InsertKey, "@wallet", "@key", "@content");
    }

    public SqliteConnection Connection => _connection;

    public void Begin() => _begin.Execute();

    public void Commit() => _commit.Execute();

    public void Rollback() => _rollback.Execute();

    /// <summary>Makes an operation within the transaction that was begun.</summary>
    public void Move(in Operation operation)
    {
        var (wallet, balance, sequence, version, updatedAt) = ReadWallet(operation.Wallet);
        if (operation.Key is not null && IsAnswered(wallet, operation.Key))
        {
            return;
        }

        balance = checked(balance + operation.MinorUnits);
        if (balance < 0)
        {
            throw new InvalidOperationException("There is not enough money in the wallet.");
        }

        // The value is boxed once for all parameters that take it.
        object walletValue = wallet, balanceValue = balance, sequenceValue = sequence + 1, versionValue = version + 1;
        object now = Math.Max(updatedAt, SqliteTime.Of(TimeProvider.System.GetUtcNow()));
        _updateWallet.Bind(0, walletValue).Bind(1, version).Bind(2, balanceValue).Bind(3, sequenceValue).Bind(4, versionValue).Bind(5, now);
        if (_updateWallet.Execute() != 1)
        {
            throw new InvalidOperationException("The wallet changed inside a transaction that was not its own.");
        }

        _insertTransaction
            .Bind(0, walletValue)
            .Bind(1, sequenceValue)
            .Bind(2, (long)(operation.IsDeposit ? TransactionType.Deposit : TransactionType.Withdrawal))
            .Bind(3, operation.MinorUnits)
            .Bind(4, balanceValue)
            .Bind(5, versionValue)
            .Bind(6, now)
            .Execute();
        if (operation.IsDeposit)
        {
            _insertRebate.Bind(0, now).Execute();
        }

        if (operation.Key is not null)
        {
            _insertKey.Bind(0, walletValue).Bind(1, operation.Key).Bind(2, KeyContent.Of(operation)).Execute();
        }
    }

    /// <summary>Reads a balance, within a transaction or without.</summary>
    public long ReadBalance(int wallet)
    {
        using var row = _readBalance.Bind(0, PublicId(wallet)).Read();
        row.Read();
        return row.GetInt64(0);
    }

    public void Dispose()
    {
        _begin.Dispose();
        _commit.Dispose();
        _rollback.Dispose();
        _readWallet.Dispose();
        _readBalance.Dispose();
        _findKey.Dispose();
        _updateWallet.Dispose();
        _insertTransaction.Dispose();
        _insertRebate.Dispose();
        _insertKey.Dispose();
        _connection.Dispose();
    }

    private (long Id, long Balance, long Sequence, long Version, long UpdatedAt) ReadWallet(int wallet)
    {
        using var row = _readWallet.Bind(0, PublicId(wallet)).Read();
        if (!row.Read() || row.GetString(1) != "active")
        {
            throw new InvalidOperationException("There is no such wallet that is active.");
        }

        return (row.GetInt64(0), row.GetInt64(2), row.GetInt64(3), row.GetInt64(4), row.GetInt64(5));
    }

    private bool IsAnswered(long wallet, string key)
    {
        using var row = _findKey.Bind(0, wallet).Bind(1, key).Read();
        return row.Read();
    }

    private byte[] PublicId(int wallet)
    {
        _ids[wallet].Value.TryWriteBytes(_publicId, bigEndian: true, out _);
        return _publicId;
    }
}
