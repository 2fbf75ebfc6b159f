using WalletKit.AspNetCore.Binding;
using WalletKit.AspNetCore.Problems;
using WalletKit.Rules;
using WalletKit.Stores;
using WalletKit.Testing.Model.Answers;
using WalletKit.Testing.Model.Bookkeeping;

namespace WalletKit.Testing.Tests.Conformance;

/// <summary>Stores that break one promise each, in ways in which a host's own store might break it.</summary>
internal static class BrokenStores
{
    private const string Usual = "A withdrawal takes from the balance and is recorded";

    /// <summary>The stores by their faults, each with the way to make it, and the check that must find the fault.</summary>
    public static IReadOnlyDictionary<string, (string Part, string Promise, Func<TimeProvider, IWalletStore> Create)> All { get; } =
        new Dictionary<string, (string, string, Func<TimeProvider, IWalletStore>)>
        {
            ["loses a write"] = ("Money", Usual, time => new LosesAWrite(Sound(time), Sound(time))),
            ["is off by one in a balance"] = ("Hold", "A hold lowers what is available and not the balance", time => new IsOffByOne(Sound(time))),
            ["ignores the expected version"] = ("Expected version", "A command that names another version is refused with both numbers (expected: 1)", time => new IgnoresVersions(Sound(time))),
            ["does not know a key again"] = ("Idempotency", "The same key again returns the first result marked as replayed", time => new ForgetsKeys(Sound(time))),
            ["has a gap in a history"] = ("Reader", "A history read page by page beside writers has no gap and no repeat", time => new HasAGap(Sound(time))),
            ["looks past the end of a stretch"] = (
                "History filter", "A stretch begins after one version and ends with another and no page says that there is more beyond it (order: OldestFirst)", time => new LooksTooFar(Sound(time))),
            ["sums by recorded time"] = (
                "Backdated", "A sum has the back dated transactions that count at a time among some versions", time => new SumsEverything(Sound(time))),
            ["lists the back-dated transactions by version"] = (
                "Backdated", "Back dated transactions are listed by value date and under one value date by version", time => new ListsByVersion(Sound(time))),
            ["keeps the back-dated transactions among the others"] = (
                "Backdated", "A history without the back dated transactions has all others (order: OldestFirst)", time => new MixesBackdated(Sound(time))),
            ["lets time run backwards"] = ("Money", "Time never runs backwards within a wallet when the clock steps back", time => new LetsTimeRunBackwards(Sound(time))),
            ["commits half of a batch"] = ("Batch", "A batch with a refused command changes nothing and says which it was", time => new CommitsHalf(Sound(time))),
            ["goes on after it was canceled"] = ("Closing", "A call that was canceled before it began changes nothing (call: commit)", time => new IgnoresCancellation(Sound(time))),
            ["works after it was closed"] = ("Closing", "A call on a closed store fails by name (call: commit)", time => new StaysOpen(Sound(time))),
            ["gives a rebate to two claims"] = ("Claim", "A claimed rebate is claimed by no other processor until the claim expires", time => new ClaimsForNoTime(Sound(time))),
            ["claims for policies that it was not asked for"] = ("Claim", "A claim leaves alone what is due under policies that it does not name", time => new ClaimsForEveryPolicy(Sound(time))),
            ["keeps no books"] = ("Book", "An entry is there with all records that judge it", time => new KeepsNoBooks(Sound(time), Sound(time))),
            ["keeps an expired hold open"] = ("Hold expiry", "An expired hold holds nothing before its expiry is recorded", time => new KeepsHoldsOpen(Sound(time))),
            ["reads as of a time without waiting"] = ("Finality", "A commit that has taken its time is waited for", time => new ReadsAsOfAtOnce(Sound(time))),
            ["moves the other wallet ahead"] = ("Time", "Each leg of a transfer carries the later of the clock and its own wallets time", time => new MovesBothAhead(Sound(time))),
            ["spends the same money twice"] = ("Concurrency", "Exactly 50 of 100 withdrawals of 1 from 50 at once succeed", time => new SpendsTwice(Sound(time))),
        };

    private static InMemoryWalletStore Sound(TimeProvider timeProvider) => new(timeProvider);

    private static CommandBatch With(CommandBatch batch, Func<KeyedCommand, KeyedCommand> change) =>
        new([.. batch.Select(command => command is KeyedCommand keyed ? change(keyed) : command)]) { IdempotencyKey = batch.IdempotencyKey, ExpectedVersions = batch.ExpectedVersions };

    private sealed class LosesAWrite(IWalletStore answering, IWalletStore keeping) : ForwardingWalletStore(keeping)
    {
        private int _commits;

        public override async ValueTask<BatchResult> CommitAsync(CommandBatch batch, CancellationToken cancellationToken = default)
        {
            var result = await answering.CommitAsync(batch, cancellationToken);
            if (Interlocked.Increment(ref _commits) % 3 != 0)
            {
                await base.CommitAsync(batch, cancellationToken);
            }

            return result;
        }
    }

    private sealed class KeepsNoBooks(IWalletStore sound, IWalletStore empty) : ForwardingWalletStore(sound)
    {
        public override IBookStore Books => empty.Books;
    }

    private sealed class IsOffByOne(IWalletStore sound) : ForwardingWalletStore(sound)
    {
        public override async ValueTask<Wallet?> FindWalletAsync(WalletId walletId, CancellationToken cancellationToken = default) =>
            await base.FindWalletAsync(walletId, cancellationToken) is { } wallet ? wallet with { BalanceMinorUnits = wallet.BalanceMinorUnits + 1 } : null;
    }

    private sealed class IgnoresVersions(IWalletStore sound) : ForwardingWalletStore(sound)
    {
        public override ValueTask<BatchResult> CommitAsync(CommandBatch batch, CancellationToken cancellationToken = default) =>
            base.CommitAsync(With(batch, command => command with { ExpectedVersion = null }), cancellationToken);
    }

    private sealed class ForgetsKeys(IWalletStore sound) : ForwardingWalletStore(sound)
    {
        public override ValueTask<BatchResult> CommitAsync(CommandBatch batch, CancellationToken cancellationToken = default) =>
            base.CommitAsync(With(batch, command => command with { IdempotencyKey = null }), cancellationToken);
    }

    private sealed class HasAGap(IWalletStore sound) : ForwardingWalletStore(sound)
    {
        public override async ValueTask<Page<WalletTransaction>> ListTransactionsAsync(HistoryRange range, CancellationToken cancellationToken = default) =>
            await base.ListTransactionsAsync(range, cancellationToken) is var page ? new([.. page.Where(transaction => transaction.Sequence != 11)], page.HasMore) : null!;
    }

    private sealed class LooksTooFar(IWalletStore sound) : ForwardingWalletStore(sound)
    {
        public override ValueTask<Page<WalletTransaction>> ListTransactionsAsync(HistoryRange range, CancellationToken cancellationToken = default) =>
            base.ListTransactionsAsync(range with { Through = null }, cancellationToken);
    }

    private sealed class SumsEverything(IWalletStore sound) : ForwardingWalletStore(sound)
    {
        public override ValueTask<BackdatedSum> SumBackdatedAsync(
            WalletId walletId, DateTimeOffset time, long afterVersion, long throughVersion, CancellationToken cancellationToken = default) =>
            base.SumBackdatedAsync(walletId, DateTimeOffset.MaxValue, afterVersion, throughVersion, cancellationToken);
    }

    private sealed class ListsByVersion(IWalletStore sound) : ForwardingWalletStore(sound)
    {
        public override async ValueTask<Page<WalletTransaction>> ListBackdatedAsync(BackdatedRange range, CancellationToken cancellationToken = default)
        {
            var page = await base.ListBackdatedAsync(range, cancellationToken);
            return new Page<WalletTransaction>([.. page.OrderBy(transaction => transaction.Version)], page.HasMore);
        }
    }

    private sealed class MixesBackdated(IWalletStore sound) : ForwardingWalletStore(sound)
    {
        public override ValueTask<Page<WalletTransaction>> ListTransactionsAsync(HistoryRange range, CancellationToken cancellationToken = default) =>
            base.ListTransactionsAsync(range with { ExceptBackdated = false }, cancellationToken);
    }

    private sealed class LetsTimeRunBackwards(IWalletStore sound) : ForwardingWalletStore(sound)
    {
        public override async ValueTask<Page<WalletTransaction>> ListTransactionsAsync(HistoryRange range, CancellationToken cancellationToken = default) =>
            await base.ListTransactionsAsync(range, cancellationToken) is var page
                ? new([.. page.Select(transaction => transaction with { CreatedAt = transaction.CreatedAt.AddDays(-transaction.Sequence) })], page.HasMore)
                : null!;
    }

    private sealed class CommitsHalf(IWalletStore sound) : ForwardingWalletStore(sound)
    {
        public override async ValueTask<BatchResult> CommitAsync(CommandBatch batch, CancellationToken cancellationToken = default)
        {
            var done = new List<CommandResult>();
            foreach (var command in batch)
            {
                var result = await base.CommitAsync(new CommandBatch(command), cancellationToken);
                if (result.Refusal is { } refusal)
                {
                    return BatchResult.Refused(done.Count, refusal);
                }

                done.Add(result.First);
            }

            return BatchResult.Committed([.. done]);
        }
    }

    private sealed class IgnoresCancellation(IWalletStore sound) : ForwardingWalletStore(sound)
    {
        public override ValueTask<BatchResult> CommitAsync(CommandBatch batch, CancellationToken cancellationToken = default) => base.CommitAsync(batch, CancellationToken.None);
    }

    private sealed class StaysOpen(IWalletStore sound) : ForwardingWalletStore(sound)
    {
#pragma warning disable CA2215 // That it is not closed is what is wrong with it.
        public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
#pragma warning restore CA2215
    }

    private sealed class ClaimsForNoTime(IWalletStore sound) : ForwardingWalletStore(sound)
    {
        public override IRebateStore Rebates => new Claiming(base.Rebates);

        private sealed class Claiming(IRebateStore sound) : ForwardingRebateStore(sound)
        {
            public override ValueTask<IReadOnlyList<ClaimedRebate>> ClaimAsync(
                Guid stamp, IReadOnlyCollection<string> policies, DateTimeOffset until, int limit, CancellationToken cancellationToken = default) =>
                base.ClaimAsync(stamp, policies, DateTimeOffset.UnixEpoch, limit, cancellationToken);
        }
    }

    private sealed class ClaimsForEveryPolicy(IWalletStore sound) : ForwardingWalletStore(sound)
    {
        public override IRebateStore Rebates => new Claiming(base.Rebates);

        private sealed class Claiming(IRebateStore sound) : ForwardingRebateStore(sound)
        {
            public override ValueTask<IReadOnlyList<ClaimedRebate>> ClaimAsync(
                Guid stamp, IReadOnlyCollection<string> policies, DateTimeOffset until, int limit, CancellationToken cancellationToken = default) =>
                base.ClaimAsync(stamp, ["percentage", "tier", "other"], until, limit, cancellationToken);
        }
    }

    private sealed class KeepsHoldsOpen(IWalletStore sound) : ForwardingWalletStore(sound)
    {
        public override async ValueTask<Hold?> FindHoldAsync(HoldId holdId, CancellationToken cancellationToken = default) =>
            await base.FindHoldAsync(holdId, cancellationToken) is { } hold ? hold with { Status = HoldStatus.Open } : null;
    }

    private sealed class ReadsAsOfAtOnce(IWalletStore sound) : ForwardingWalletStore(sound)
    {
        public override async ValueTask<TransactionAsOf> FindTransactionAsOfAsync(WalletId walletId, DateTimeOffset time, CancellationToken cancellationToken = default) =>
            new((await ListTransactionsAsync(new(walletId, HistoryOrder.NewestFirst, null, int.MaxValue), cancellationToken)).FirstOrDefault(one => one.CreatedAt <= time), IsFinal: true);
    }

    private sealed class MovesBothAhead(IWalletStore sound) : ForwardingWalletStore(sound)
    {
        public override async ValueTask<BatchResult> CommitAsync(CommandBatch batch, CancellationToken cancellationToken = default)
        {
            var result = await base.CommitAsync(batch, cancellationToken);
            return result.Refusal is null && result.First.Transactions is { Count: 2 } legs
                ? BatchResult.Committed(result.First with { Transactions = [.. legs.Select(leg => leg with { CreatedAt = legs.Max(one => one.CreatedAt) })] })
                : result;
        }
    }

    /// <summary>Checks whether there is enough money, and only then writes; a credit limit that no command set covers the rest.</summary>
    private sealed class SpendsTwice(IWalletStore sound) : ForwardingWalletStore(sound)
    {
        // So many callers look before the first writes that the fault shows each time.
        private const int Looking = 51;

        private readonly TaskCompletionSource _enough = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _looked;

        public override async ValueTask<BatchResult> CommitAsync(CommandBatch batch, CancellationToken cancellationToken = default)
        {
            if (batch[0] is not Withdraw withdraw || await FindWalletAsync(withdraw.WalletId, cancellationToken) is not { } wallet || wallet.Available < withdraw.Amount)
            {
                return await base.CommitAsync(batch, cancellationToken);
            }

            if (Interlocked.Increment(ref _looked) == Looking)
            {
                _enough.SetResult();
            }

            await _enough.Task.WaitAsync(cancellationToken);
            await base.CommitAsync(new CommandBatch(new SetCreditLimit(withdraw.WalletId, 1_000m)), cancellationToken);
            return await base.CommitAsync(batch, cancellationToken);
        }
    }
}
