namespace WalletKit.Storage.Clocks;

/// <summary>The ranges of <see cref="ClockOptions"/>.</summary>
internal static class ClockOptionsRules
{
    private static readonly TimeSpan TenYears = TimeSpan.FromDays(3_660);

    /// <summary>Says which settings break their rules; empty where none does.</summary>
    public static List<string> Check(ClockOptions options)
    {
        List<string> broken = [];
        Check(broken, nameof(options.MaxClockJump), options.MaxClockJump, TimeSpan.FromSeconds(1), TenYears);
        Check(broken, nameof(options.ClockSettleTime), options.ClockSettleTime, TimeSpan.Zero, TimeSpan.FromDays(1));
        Check(broken, nameof(options.MaxGap), options.MaxGap, TimeSpan.FromMinutes(1), TenYears);
        return broken;
    }

    private static void Check(List<string> broken, string setting, TimeSpan value, TimeSpan min, TimeSpan max)
    {
        if (value < min || value > max)
        {
            broken.Add($"{nameof(ClockOptions)}.{setting} is {value}; it must be from {min} to {max}.");
        }
    }
}
