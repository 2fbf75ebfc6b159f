using System.Collections.Immutable;
using System.Globalization;
using WalletKit.Commands;

namespace WalletKit.Testing.Model.Steps;

/// <summary>One step of a sequence, as data that has a meaning whatever steps come before it.</summary>
internal abstract record Step;

/// <summary>A batch is handed to the store.</summary>
/// <param name="Orders">Its commands.</param>
internal sealed record CommitStep(ImmutableArray<Order> Orders) : Step
{
    /// <summary>The key of the batch as a whole.</summary>
    public string? Key { get; init; }

    /// <summary>Wallets with their expected versions, counted from their actual versions.</summary>
    public ImmutableArray<(int Wallet, long Offset)> Versions { get; init; } = [];

    public override string ToString() =>
        (Key is null ? "" : $"batch key={OrderText.Short(Key)}: ")
        + string.Concat(Versions.Select(version => string.Create(CultureInfo.InvariantCulture, $"w{version.Wallet} at version{version.Offset:+0;-0;+0}: ")))
        + string.Join("; ", Orders.Select(OrderText.Of));
}

/// <summary>The clock is set forward or back.</summary>
internal sealed record ClockStep(TimeSpan By) : Step
{
    public override string ToString() => $"clock {(By < TimeSpan.Zero ? "back" : "forward")} {By.Duration()}";
}

/// <summary>The store is disposed of, and another store is made on the same place.</summary>
internal sealed record RestartStep : Step
{
    public override string ToString() => "restart";
}

/// <summary>Rebates that are due are claimed.</summary>
internal sealed record ClaimStep(int Claim, TimeSpan For, int Limit) : Step
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"claim #{Claim} of up to {Limit} rebates for {For}");
}

/// <summary>The rebates that are still pending under a claim are released.</summary>
internal sealed record ReleaseStep(int Claim) : Step
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"release claim #{Claim}");
}

/// <summary>All data that can be read is compared.</summary>
internal sealed record ReadStep : Step
{
    public override string ToString() => "read all";
}

/// <summary>All rebates that are still pending are settled as nothing due, so that a sequence leaves none to the next one on its store.</summary>
internal sealed record SettleStep : Step
{
    public override string ToString() => "settle all rebates";
}
