namespace WalletKit.Commands;

/// <summary>What a host may ask for by commands of its own making.</summary>
internal static class HostCommands
{
    /// <summary>The most commands of a batch.</summary>
    public const int MaxBatch = 1_000;

    /// <summary>Throws where a command is none that hosts give.</summary>
    public static void ThrowIfOurs(WalletCommand? command, string field)
    {
        if (command is null or RebateCommand)
        {
            throw new InvalidInputException(field, command?.GetType().Name, "must be a command that hosts give; rebates are settled through IRebateService");
        }
    }

    /// <summary>Throws where a command is none that hosts give, or malformed.</summary>
    public static void ThrowIfRefused(WalletCommand command, string field)
    {
        ThrowIfOurs(command, field);
        if (command.CheckForm() is { } malformed)
        {
            throw malformed;
        }
    }
}
