using System.Collections.Immutable;

namespace WalletKit.Rules;

/// <summary>A wallet's open holds that have expired by the clock, without the holds that the wallet has ended already.</summary>
internal sealed record ExpiredHolds
{
    /// <summary>The sum that these holds still hold, in minor units. It is one number, however many holds there are.</summary>
    public required long MinorUnits { get; init; }

    /// <summary>The next expiry of the wallet's other open holds; null where none expires.</summary>
    public required DateTimeOffset? NextExpiry { get; init; }

    /// <summary>
    /// The holds themselves, where the clock is behind <see cref="EndedThrough.Time"/> because it was set back; otherwise empty. In that case no single time
    /// covers both the holds that had ended and the holds that have expired since.
    /// </summary>
    public ImmutableArray<Hold> Holds
    {
        get => field.IsDefault ? [] : field;
        init;
    }
}
