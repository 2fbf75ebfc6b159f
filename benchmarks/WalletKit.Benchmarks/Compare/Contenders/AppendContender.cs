using System.Diagnostics;
using Microsoft.Data.Sqlite;
using WalletKit.Benchmarks.Compare.Books;
using WalletKit.Benchmarks.Compare.Measuring;
using WalletKit.Commands;
using WalletKit.Rules;
using WalletKit.Storage.Sqlite;

namespace WalletKit.Benchmarks.Compare.Contenders;

/// <summary>
/// The limit of any journal on SQLite: a loop that appends the rows of each operation, and reads no wallet, updates none, and keeps no index. Such books could
/// not be used.
/// </summary>
internal sealed class AppendContender : IBookkeeper
{
    private const string Tables = """
        CREATE TABLE appended_transactions (
            id INTEGER PRIMARY KEY, wallet_id INTEGER NOT NULL, sequence INTEGER NOT NULL, type INTEGER NOT NULL, amount INTEGER NOT NULL,
            balance_after INTEGER NOT NULL, version INTEGER NOT NULL, created_at INTEGER NOT NULL) STRICT;
        CREATE TABLE appended_rebates (
            deposit_id INTEGER PRIMARY KEY, policy_id INTEGER NOT NULL, terms_id INTEGER NOT NULL, status TEXT NOT NULL, attempts INTEGER NOT NULL,
            due_at INTEGER NOT NULL, updated_at INTEGER NOT NULL) STRICT;
        CREATE TABLE appended_keys (
            id INTEGER PRIMARY KEY, wallet_id INTEGER NOT NULL, key TEXT NOT NULL, content BLOB NOT NULL, transaction_id INTEGER NOT NULL) STRICT;
        """;

    private readonly string _path;
    private readonly SqliteConnection _connection;
    private readonly KeptCommand _begin;
    private readonly KeptCommand _commit;
    private readonly KeptCommand _insertTransaction;
    private readonly KeptCommand _insertRebate;
    private readonly KeptCommand _insertKey;
    private readonly Operation[] _operations;
    private readonly long[] _began;
    private readonly long[] _balances;
    private readonly long[] _sequences;

    public AppendContender(BooksFile books, string path, int operationsPerCommit)
    {
        _path = path;
        _operations = new Operation[operationsPerCommit];
        _began = new long[operationsPerCommit];
        (_balances, _sequences) = (new long[books.WalletIds.Length], new long[books.WalletIds.Length]);
        _connection = BooksFile.Connect(path);
        Sql.Configure(_connection);
        Sql.Run(_connection, Tables);
        _begin = new KeptCommand(_connection, Sql.Begin);
        _commit = new KeptCommand(_connection, Sql.Commit);
        _insertTransaction = new KeptCommand(
            _connection,
            """
            INSERT INTO appended_transactions (wallet_id, sequence, type, amount, balance_after, version, created_at)
            VALUES (@wallet, @sequence, @type, @amount, @balance, @version, @now)
            """,
            "@wallet",
            "@sequence",
            "@type",
            "@amount",
            "@balance",
            "@version",
            "@now");
        _insertRebate = new KeptCommand(
            _connection,
            """
            INSERT INTO appended_rebates (deposit_id, policy_id, terms_id, status, attempts, due_at, updated_at)
            VALUES (last_insert_rowid(), 1, 1, 'pending', 0, @now, @now)
            """,
            "@now");
        _insertKey = new KeptCommand(
            _connection, "INSERT INTO appended_keys (wallet_id, key, content, transaction_id) VALUES (@wallet, @key, @content, last_insert_rowid())", "@wallet", "@key", "@content");
    }

    public Task WorkAsync(Workload workload, Meter meter) => Task.Factory.StartNew(
        () => Work(new OperationStream(workload, 0), meter, meter.NewTally()), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    public Task<BookTotals> ReadTotalsAsync() => Task.FromResult(BookTotals.Read(_path) + BookTotals.ReadAppended(_path));

    public ValueTask DisposeAsync()
    {
        _begin.Dispose();
        _commit.Dispose();
        _insertTransaction.Dispose();
        _insertRebate.Dispose();
        _insertKey.Dispose();
        _connection.Dispose();
        return ValueTask.CompletedTask;
    }

    private void Work(OperationStream operations, Meter meter, Tally tally)
    {
        while (!meter.IsOver)
        {
            _begin.Execute();
            for (var i = 0; i < _operations.Length; i++)
            {
                _began[i] = Stopwatch.GetTimestamp();
                _operations[i] = operations.Next();
                Append(_operations[i]);
            }

            _commit.Execute();
            var ended = Stopwatch.GetTimestamp();
            for (var i = 0; i < _operations.Length; i++)
            {
                tally.Complete(_began[i], ended);
                tally.Acknowledge(_operations[i]);
            }
        }
    }

    private void Append(in Operation operation)
    {
        var balance = checked(_balances[operation.Wallet] += operation.MinorUnits);
        var sequence = ++_sequences[operation.Wallet];
        object now = SqliteTime.Of(TimeProvider.System.GetUtcNow()), wallet = (long)operation.Wallet;
        _insertTransaction
            .Bind(0, wallet)
            .Bind(1, sequence)
            .Bind(2, (long)(operation.IsDeposit ? TransactionType.Deposit : TransactionType.Withdrawal))
            .Bind(3, operation.MinorUnits)
            .Bind(4, balance)
            .Bind(5, sequence + 1)
            .Bind(6, now)
            .Execute();
        if (operation.IsDeposit)
        {
            _insertRebate.Bind(0, now).Execute();
        }

        if (operation.Key is not null)
        {
            _insertKey.Bind(0, wallet).Bind(1, operation.Key).Bind(2, KeyContent.Of(operation)).Execute();
        }
    }
}
