using WalletKit.Commands;
using WalletKit.Rules;
using WalletKit.Testing.Model.Steps;

namespace WalletKit.Durability.Tests;

public sealed class GroupCommitTests : IAsyncLifetime
{
    private static readonly TimeSpan Guard = TimeSpan.FromSeconds(60);

    private readonly TestDirectory _directory = new();
    private WalletHost _host = null!;
    private WalletId _wallet;

    public async ValueTask InitializeAsync()
    {
        _host = new WalletHost(_directory.Database, options => options.BusyTimeout = TimeSpan.FromSeconds(30));
        _wallet = (await _host.Wallets.OpenAsync("owner", "USD", cancellationToken: Token)).Wallet.Id;

        // This trigger stands for any cause that makes one write impossible although the rules accepted it.
        using var other = Raw.Open(_directory.Database);
        other.Execute("CREATE TRIGGER defect BEFORE INSERT ON walletkit_texts WHEN NEW.reference = 'defect' BEGIN SELECT RAISE(ABORT, 'defect'); END");

        // Here only the COMMIT itself finds the fault.
        other.Execute("CREATE TABLE owed (wallet_id INTEGER REFERENCES walletkit_wallets (id) DEFERRABLE INITIALLY DEFERRED)");
        other.Execute("CREATE TRIGGER late_defect AFTER INSERT ON walletkit_texts WHEN NEW.reference = 'late defect' BEGIN INSERT INTO owed VALUES (-1); END");
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        _directory.Dispose();
    }

    [Fact]
    public async Task A_deposit_that_fails_unexpectedly_in_a_group_does_not_fail_its_neighbors()
    {
        var deposits = await InOneGroup(() => Enumerable.Range(0, 20).Select(i => Deposit(i == 7 ? "defect" : $"deposit-{i}")).ToList());

        var refusal = await Assert.ThrowsAsync<WalletStoreException>(() => deposits[7]);
        Assert.Equal(StoreFailure.Constraint, refusal.Failure);
        Assert.False(refusal.OutcomeUnknown);
        deposits.RemoveAt(7);
        var receipts = await Task.WhenAll(deposits);
        Assert.Equal(Enumerable.Range(1, 19).Select(i => (long)i), receipts.Select(receipt => receipt.Transaction.Sequence).Order());
        await AssertBooks(transactions: 19);
    }

    [Fact]
    public async Task A_deposit_whose_commit_fails_is_not_acknowledged()
    {
        var refusal = await Assert.ThrowsAsync<WalletStoreException>(() => Deposit("late defect").WaitAsync(Guard, Token));

        Assert.Equal(StoreFailure.Constraint, refusal.Failure);
        Assert.False(refusal.OutcomeUnknown);
        Assert.Equal(1, (await Deposit("next")).Transaction.Sequence);
        await AssertBooks(transactions: 1);
    }

    [Fact]
    public async Task A_deposit_whose_commit_fails_in_a_group_does_not_fail_its_neighbors()
    {
        var deposits = await InOneGroup(() => Enumerable.Range(0, 20).Select(i => Deposit(i == 7 ? "late defect" : $"deposit-{i}")).ToList());

        await Assert.ThrowsAsync<WalletStoreException>(() => deposits[7]);
        deposits.RemoveAt(7);
        Assert.Equal(19m, (await Task.WhenAll(deposits)).Max(receipt => receipt.Balance));
        await AssertBooks(transactions: 19);
    }

    [Fact]
    public async Task An_acknowledged_operation_is_in_the_file_at_once()
    {
        using var other = Raw.Open(_directory.Database);
        for (var i = 1; i <= 200; i++)
        {
            await Deposit($"deposit-{i}");
            Assert.Equal(i, other.Number("SELECT count(amount) FROM walletkit_journal"));
        }
    }

    [Fact]
    public async Task A_withdrawal_that_is_refused_in_a_group_does_not_fail_its_neighbors()
    {
        var calls = await InOneGroup(() => Enumerable.Range(0, 20)
            .Select(i => i == 7 ? _host.Wallets.WithdrawAsync(_wallet, 1_000m, cancellationToken: Token) : Deposit($"deposit-{i}")).ToList());

        var refusal = await Assert.ThrowsAsync<InsufficientFundsException>(() => calls[7]);
        Assert.Equal(7m, refusal.Available);
        calls.RemoveAt(7);
        Assert.Equal(19m, (await Task.WhenAll(calls)).Max(receipt => receipt.Balance));
        await AssertBooks(transactions: 19);
    }

    [Fact]
    public async Task A_failure_does_not_fail_the_callers_that_came_while_it_happened()
    {
        using var reached = new SemaphoreSlim(0);
        using var mayFail = new ManualResetEventSlim();
        var failing = _host.Store.WriteAsync(
            new WriterWork<int>(_ =>
            {
                reached.Release();
                mayFail.Wait(Guard, Token);
                throw new InvalidOperationException("defect");
            }),
            Token).AsTask();
        Assert.True(await reached.WaitAsync(Guard, Token));
        var deposits = Enumerable.Range(0, 20).Select(i => Deposit($"deposit-{i}")).ToList();

        mayFail.Set();

        await Assert.ThrowsAsync<InvalidOperationException>(() => failing);
        Assert.Equal(20m, (await Task.WhenAll(deposits).WaitAsync(Guard, Token)).Max(receipt => receipt.Balance));
        await AssertBooks(transactions: 20);
    }

    [Fact]
    public async Task A_failed_deposit_leaves_its_key_free()
    {
        await Assert.ThrowsAsync<WalletStoreException>(() => _host.Wallets.DepositAsync(_wallet, 1m, new() { Reference = "defect", IdempotencyKey = "key" }, Token));

        Assert.False((await _host.Wallets.DepositAsync(_wallet, 2m, new() { IdempotencyKey = "key" }, Token)).Replayed);
        await AssertBooks(transactions: 1);
    }

    [Fact]
    public async Task A_row_that_cannot_be_read_fails_its_own_call_and_no_other()
    {
        await _host.Wallets.DepositAsync(_wallet, 1m, new() { IdempotencyKey = "damaged", Metadata = new Dictionary<string, string> { ["a"] = "b" } }, Token);
        await _host.Wallets.DepositAsync(_wallet, 2m, new() { IdempotencyKey = "sound" }, Token);
        using (var other = Raw.Open(_directory.Database))
        {
            other.Execute("UPDATE walletkit_texts SET metadata = '[1]'");
        }

        await Assert.ThrowsAnyAsync<Exception>(() => _host.Wallets.DepositAsync(_wallet, 1m, new() { IdempotencyKey = "damaged", Metadata = new Dictionary<string, string> { ["a"] = "b" } }, Token));

        Assert.True((await _host.Wallets.DepositAsync(_wallet, 2m, new() { IdempotencyKey = "sound" }, Token)).Replayed);
        using (var other = Raw.Open(_directory.Database))
        {
            other.Execute("UPDATE walletkit_texts SET metadata = NULL");
        }

        Assert.Equal(6m, (await _host.Wallets.DepositAsync(_wallet, 3m, new() { IdempotencyKey = "new" }, Token)).Balance);
    }

    private Task<TransactionReceipt> Deposit(string reference) => _host.Wallets.DepositAsync(_wallet, 1m, new() { Reference = reference }, Token);

    // While the file is held, all calls wait for the same commit.
    private async Task<List<Task<TransactionReceipt>>> InOneGroup(Func<List<Task<TransactionReceipt>>> call)
    {
        using var other = Raw.Open(_directory.Database);
        other.Execute("BEGIN IMMEDIATE");
        var calls = call();
        other.Execute("ROLLBACK");
        await Task.WhenAll(calls.Select(Settled)).WaitAsync(Guard, Token);
        return calls;
    }

    private static async Task Settled(Task call) => await call.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private async Task AssertBooks(long transactions)
    {
        await _host.DisposeAsync();
        using var books = Books.Open(_directory.Database);
        books.AssertBalance();
        Assert.Equal(transactions, books.Number("SELECT count(amount) FROM walletkit_journal"));
    }
}
