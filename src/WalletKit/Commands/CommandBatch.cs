using System.Collections.Immutable;

namespace WalletKit.Commands;

/// <summary>Commands that a store commits whole or not at all, in order, each seeing the ones before it.</summary>
public sealed record CommandBatch
{
    /// <summary>A batch of one.</summary>
    public CommandBatch(WalletCommand command)
    {
        ArgumentNullException.ThrowIfNull(command);
        Commands = [command];
    }

    /// <summary>A batch of several.</summary>
    /// <exception cref="ArgumentException">There are none.</exception>
    public CommandBatch(ImmutableArray<WalletCommand> commands)
    {
        if (commands.IsDefaultOrEmpty)
        {
            throw new ArgumentException("A batch has at least one command.", nameof(commands));
        }

        Commands = commands;
    }

    /// <summary>The commands, at least one.</summary>
    public ImmutableArray<WalletCommand> Commands { get; }
}
