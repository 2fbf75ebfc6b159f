using System.Collections;
using System.Collections.Immutable;

namespace WalletKit.Commands;

/// <summary>Commands that a store commits whole or not at all, in order, each seeing the ones before it.</summary>
public sealed class CommandBatch : IReadOnlyList<WalletCommand>
{
    private readonly WalletCommand _first;

    // Empty for a batch of one, which is what nearly every batch is.
    private readonly ImmutableArray<WalletCommand> _all = [];

    /// <summary>A batch of one.</summary>
    public CommandBatch(WalletCommand command)
    {
        ArgumentNullException.ThrowIfNull(command);
        _first = command;
    }

    /// <summary>A batch of several.</summary>
    /// <exception cref="ArgumentException">There are none.</exception>
    public CommandBatch(ImmutableArray<WalletCommand> commands)
    {
        if (commands.IsDefaultOrEmpty)
        {
            throw new ArgumentException("A batch has at least one command.", nameof(commands));
        }

        _first = commands[0];
        _all = commands;
    }

    /// <summary>How many commands there are, at least one.</summary>
    public int Count => Math.Max(1, _all.Length);

    /// <summary>The command at a place, from 0.</summary>
    public WalletCommand this[int index] => _all.IsEmpty && index == 0 ? _first : _all[index];

    /// <inheritdoc/>
    public IEnumerator<WalletCommand> GetEnumerator()
    {
        for (var i = 0; i < Count; i++)
        {
            yield return this[i];
        }
    }

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
