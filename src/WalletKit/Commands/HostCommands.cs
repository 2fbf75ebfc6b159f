namespace WalletKit.Commands;

/// <summary>The rules for commands that hosts make.</summary>
internal static class HostCommands
{
    /// <summary>The largest number of commands in a batch.</summary>
    public const int MaxBatch = 1_000;

    /// <summary>Throws where a command is one that only the library makes.</summary>
    public static void ThrowIfOurs(WalletCommand? command, string field)
    {
        if (command is null or RebateCommand)
        {
            throw new InvalidInputException(field, command?.GetType().Name, "must be a command that hosts give; rebates are settled through IRebateService");
        }

        // The deletion of the texts, which follows the commit, is the method's.
        if (command is EraseWallet)
        {
            throw new InvalidInputException(field, nameof(EraseWallet), "must be given to IWalletService.EraseAsync, because texts are deleted after the commit");
        }
    }

    /// <summary>Throws where a command is one that only the library makes, or is malformed.</summary>
    public static void ThrowIfRefused(WalletCommand command, string field)
    {
        ThrowIfOurs(command, field);
        if (command.CheckForm() is { } malformed)
        {
            throw malformed;
        }
    }

    /// <summary>Returns the command with an actor, where it has none of its own.</summary>
    public static WalletCommand By(string? actor, WalletCommand command) => actor is null || command.Actor is not null ? command : command with { Actor = actor };
}
