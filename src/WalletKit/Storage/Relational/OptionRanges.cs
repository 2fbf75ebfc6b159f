using System.Globalization;

namespace WalletKit.Storage.Relational;

/// <summary>Checks of settings that are numbers and times, each with the message that names the setting, its value and its range.</summary>
internal static class OptionRanges
{
    public const int MaxQueueCapacity = 1_000_000;
    public const int MaxCommandsPerCommit = 100_000;
    public static readonly TimeSpan MinParticipantTimeout = TimeSpan.FromMilliseconds(1);
    public static readonly TimeSpan MaxParticipantTimeout = TimeSpan.FromHours(1);

    /// <summary>Adds a message where a number is not from 1 to a maximum.</summary>
    public static void Check(List<string> broken, string options, string name, int value, int max)
    {
        if (value < 1 || value > max)
        {
            broken.Add(string.Create(CultureInfo.InvariantCulture, $"{options}.{name} is {value}; it must be from 1 to {max:N0}."));
        }
    }

    /// <summary>Adds a message where a time is not from a minimum to a maximum.</summary>
    public static void Check(List<string> broken, string options, string name, TimeSpan value, TimeSpan min, TimeSpan max)
    {
        if (value < min || value > max)
        {
            broken.Add($"{options}.{name} is {value}; it must be from {min} to {max}.");
        }
    }
}
