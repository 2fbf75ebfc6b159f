using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace WalletKit.EntityFrameworkCore.Joining;

/// <summary>
/// The outermost execution strategy of a run, which never retries. Entity Framework has a strategy that retries, such as <c>EnableRetryOnFailure</c>, leave this to the outermost strategy; here the store does the whole
/// batch again.
/// </summary>
internal sealed class CommitStrategy(DbContext context) : ExecutionStrategy(context, maxRetryCount: 0, maxRetryDelay: TimeSpan.Zero)
{
    private readonly DbContext _context = context;

    public void Run(Action work) => Execute(
        work,
        (_, work) =>
        {
            RefuseRetries();
            work();
            return true;
        },
        verifySucceeded: null);

    public Task RunAsync(Func<CancellationToken, Task> work, CancellationToken cancellationToken) => ExecuteAsync(
        work,
        async (_, work, token) =>
        {
            RefuseRetries();
            await work(token).ConfigureAwait(false);
            return true;
        },
        verifySucceeded: null,
        cancellationToken);

    protected override bool ShouldRetryOn(Exception exception) => false;

    // A strategy that a host wrote from scratch does not look for an outermost one.
    private void RefuseRetries()
    {
        var strategy = _context.Database.CreateExecutionStrategy();
        if (strategy.RetriesOnFailure)
        {
            throw new InvalidOperationException(
                $"The execution strategy {strategy.GetType().Name} retries inside a commit of the wallets, where the store does the whole batch again: derive it from {nameof(ExecutionStrategy)}, or make the context without it.");
        }
    }
}
