using System.Collections.Immutable;
using WalletKit.Commands;
using WalletKit.Rules;
using WalletKit.Stores;
using WalletKit.Testing.Model.Bookkeeping;

namespace WalletKit.Testing.Model.Steps;

/// <summary>Generates the steps of one sequence. They follow from the scene's seed and the books alone, never from the answers of a store.</summary>
/// <param name="scene">The wallets, and the seed.</param>
/// <param name="mayRestart">Whether the content of the store outlives its disposal.</param>
/// <param name="features">The features of the store.</param>
internal sealed class StepGenerator(Scene scene, bool mayRestart, StoreFeatures features)
{
    private readonly Random _random = new(scene.Seed);
    private readonly List<CommitStep> _keyed = [];
    private OrderGenerator? _orders;

    private OrderGenerator Orders => _orders ??= new OrderGenerator(_random, scene, features);

    /// <summary>The number of steps in the sequence.</summary>
    public int Length(int least, int most) => _random.Next(least, most + 1);

    /// <summary>The first step: the wallets are opened, and some of them get money.</summary>
    public CommitStep Opening() => new(
    [
        .. Enumerable.Range(0, Scene.Wallets).Select(OrderGenerator.Open),
        .. Enumerable.Range(0, Scene.Wallets).Where(_ => _random.Percent(80)).Select(Orders.Fund),
    ]);

    public Step Next(Books books, DateTimeOffset now) => _random.Next(1_000) switch
    {
        < 90 => new ClockStep(NextClock(books, now)),
        < 100 when mayRestart => new RestartStep(),
        < 140 when HasPending(books) => NewClaim(),
        < 150 when features.HasFlag(StoreFeatures.Rebates) => new ReleaseStep(_random.Next(Orders.Claims + 1)),
        < 165 => new ReadStep(),
        < 250 when _keyed.Count > 0 => Again(_keyed[_random.Next(_keyed.Count)]),
        _ => Remember(NextCommit(books, now)),
    };

    private CommitStep NextCommit(Books books, DateTimeOffset now)
    {
        if (_random.Percent(85))
        {
            return new CommitStep([Orders.Next(books, now)]);
        }

        // All commands are generated from the books before the batch, so that some batches fail in the middle.
        var orders = Enumerable.Range(0, _random.Next(1, 5)).Select(_ => Orders.Next(books, now)).ToImmutableArray();
        var key = _random.Percent(40) && orders.All(HasContent) ? Orders.NewKey() : null;
        return new CommitStep(orders)
        {
            Key = key is not null && _random.Percent(5) ? orders[^1].Key ?? key : key,
            Versions = _random.Percent(20) ? [(_random.Next(Scene.Wallets + 1), _random.Percent(70) ? 0 : -1)] : [],
        };
    }

    // A rebate command is safe to repeat without a key, and takes none.
    private static bool HasContent(Order order) => order.Kind is not (OrderKind.PayRebate or OrderKind.FailRebate or OrderKind.RequeueRebate);

    private CommitStep Remember(CommitStep step)
    {
        if (step.Key is not null || step.Orders.Any(order => order.Key is not null))
        {
            _keyed.Add(step);
        }

        return step;
    }

    // The step repeats the same command, or the same command in another form, or another command under the same key.
    private CommitStep Again(CommitStep step) => _random.Next(10) switch
    {
        < 5 => step,
        < 8 => step with { Orders = [.. step.Orders.Select(order => order with { Amount = order.Amount is { } amount ? AmountGenerator.WithZeros(amount) : null })] },
        8 => step with { Orders = [.. step.Orders.Select(order => order.Kind == OrderKind.Open ? order : order with { Text = "something else" })] },
        _ => step with { Orders = [.. step.Orders.Select(order => order with { Amount = order.Amount is { } amount and < 1_000_000 ? amount + 1 : order.Amount })] },
    };

    private static bool HasPending(Books books) => books.Rebates.Exists(rebate => rebate.Status == RebateStatus.Pending);

    private ClaimStep NewClaim() =>
        new(++Orders.Claims, _random.From(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(15), TimeSpan.FromTicks(5)), _random.From(1, 2, 100));

    private TimeSpan NextClock(Books books, DateTimeOffset now)
    {
        // The clock goes to the very time at which a hold expires, or just before it.
        var expiries = Enumerable.Range(0, Scene.Wallets)
            .SelectMany(wallet => books.Find(scene.Id(wallet))?.Holds ?? [])
            .Where(hold => hold.Status == HoldStatus.Open && hold.ExpiresAt is { } at && at > now)
            .Select(hold => hold.ExpiresAt!.Value - now)
            .ToArray();
        return expiries.Length > 0 && _random.Percent(50)
            ? expiries[_random.Next(expiries.Length)] - TimeSpan.FromTicks(_random.From(0, 0, 0, 1, 10))
            : _random.From(1, -1) * _random.From(TimeSpan.FromTicks(1), TimeSpan.FromTicks(7), TimeSpan.FromMilliseconds(1), TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(20));
    }
}
