using System.Collections;
using System.Collections.Immutable;

namespace WalletKit.Stores;

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
    /// <exception cref="ArgumentException">There are none, or one is null.</exception>
    public CommandBatch(ImmutableArray<WalletCommand> commands)
    {
        if (commands.IsDefaultOrEmpty)
        {
            throw new ArgumentException("A batch has at least one command.", nameof(commands));
        }

        if (commands.Contains(null!))
        {
            throw new ArgumentException("A command of a batch is not null.", nameof(commands));
        }

        _first = commands[0];
        _all = commands;
    }

    /// <summary>
    /// Makes the batch as a whole safe to repeat: 1 to 200 characters, in one with the keys of the first command's wallet. The same key and
    /// commands return the first results. None that settles a rebate may be among them, as its state makes it safe to repeat already.
    /// </summary>
    public string? IdempotencyKey { get; init; }

    /// <summary>The versions that wallets must have before the first command, 0 for one that must not exist; checked after the key.</summary>
    public ImmutableArray<(WalletId WalletId, long Version)> ExpectedVersions
    {
        get => field.IsDefault ? [] : field;
        init;
    }

    /// <summary>How many commands there are, at least one.</summary>
    public int Count => Math.Max(1, _all.Length);

    /// <summary>
    /// How much the batch counts for where a store commits several batches at once: one for each command, and more for <see cref="ExpireHolds"/>, which may
    /// change many rows. A store that bounds the sum keeps its commits short, whatever is in them.
    /// </summary>
    public int Weight
    {
        get
        {
            var weight = 0;
            for (var i = 0; i < Count; i++)
            {
                weight += this[i].Weight;
            }

            return weight;
        }
    }

    /// <summary>Whether it is one command and nothing else.</summary>
    internal bool IsPlain => _all.IsEmpty && IdempotencyKey is null && ExpectedVersions.IsEmpty;

    /// <summary>The command at a place, from 0.</summary>
    public WalletCommand this[int index] => _all.IsEmpty && index == 0 ? _first : _all[index];

    /// <summary>Returns the batch with another command at a place.</summary>
    internal CommandBatch With(int index, WalletCommand command) => IsPlain
        ? new CommandBatch(command)
        : new CommandBatch(_all.IsEmpty ? [command] : _all.SetItem(index, command)) { IdempotencyKey = IdempotencyKey, ExpectedVersions = ExpectedVersions };

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
