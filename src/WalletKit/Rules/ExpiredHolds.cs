using System.Collections.Immutable;

namespace WalletKit.Rules;

/// <summary>What has expired of a wallet's open holds by the clock, apart from what the wallet has ended already.</summary>
internal sealed record ExpiredHolds
{
    /// <summary>What these holds still hold, in minor units: a sum, however many they are.</summary>
    public required long MinorUnits { get; init; }

    /// <summary>When the next of the wallet's other open holds expires; null where none does.</summary>
    public required DateTimeOffset? NextExpiry { get; init; }

    /// <summary>
    /// The holds themselves where the clock is behind <see cref="EndedThrough.Time"/>, as after it was set back: no one time covers both what had ended
    /// and what has expired since. Otherwise empty.
    /// </summary>
    public ImmutableArray<Hold> Holds
    {
        get => field.IsDefault ? [] : field;
        init;
    }
}
