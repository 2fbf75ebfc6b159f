using System.Collections.Immutable;
using WalletKit.Model.Money;
using WalletKit.Rules;
using WalletKit.Testing.Model.Steps;

namespace WalletKit.Testing.Model.Running;

/// <summary>The ways in which a step can be simplified.</summary>
internal static class Simpler
{
    // This is more than any generated batch has.
    private const int MostOrders = 10;

    /// <summary>Each gives a step that is simpler in one respect; null where it does not concern the step.</summary>
    public static ImmutableArray<Func<Step, Step?>> Ways { get; } =
    [
        .. Enumerable.Range(0, MostOrders).Select(Without),
        step => step is CommitStep { Key: not null } commit ? commit with { Key = null } : null,
        step => step is CommitStep { Versions.Length: > 0 } commit ? commit with { Versions = [] } : null,
        Each(order => order with { Pairs = 0, Text = null }),
        Each(order => order with { Actor = null, Account = null, EffectiveAt = null }),
        Each(order => order with { Version = null }),
        Each(order => order with { Key = null }),
        Each(order => order with { Currency = null }),
        Each(order => order with { Most = null }),
        Each(order => order with { Keeps = null }),
        Each(order => order with { Flag = false }),
        Each(order => order with { In = null }),
        Each(order => order with { Rounding = MidpointRounding.ToEven }),
        Each(order => order with { Amount = order.Amount is null ? null : 1 }),
        Each(order => order with { Amount = order.Amount is > 1 and < 1_000_000 ? decimal.Ceiling(order.Amount.Value / 2) : order.Amount }),
        Each(order => order with { Amount = order.Amount is { } amount and < 1_000_000 and > -1_000_000 ? decimal.Ceiling(amount) : order.Amount }),
        Each(order => order with { Target = order.Target is null ? null : 1 }),
        Each(order => order with { Rate = order.Rate is null ? null : 1 }),
        step => step is ClockStep ? new ClockStep(TimeSpan.FromSeconds(1)) : null,
    ];

    private static Func<Step, Step?> Without(int index) =>
        step => step is CommitStep commit && commit.Orders.Length > Math.Max(1, index) ? commit with { Orders = commit.Orders.RemoveAt(index) } : null;

    private static Func<Step, Step?> Each(Func<Order, Order> simpler) =>
        step => step is CommitStep commit ? commit with { Orders = [.. commit.Orders.Select(simpler)] } : null;
}
