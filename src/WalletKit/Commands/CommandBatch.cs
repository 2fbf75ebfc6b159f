using System.Collections;
using System.Collections.Immutable;

namespace WalletKit.Stores;

/// <summary>Commands that a store commits whole or not at all, in order. Each sees the changes of the commands before it.</summary>
public sealed class CommandBatch : IReadOnlyList<WalletCommand>
{
    private readonly WalletCommand _first;

    // Empty for a batch of one; nearly every batch is such a batch.
    private readonly ImmutableArray<WalletCommand> _all = [];

    /// <summary>Creates a batch of one command.</summary>
    public CommandBatch(WalletCommand command)
    {
        ArgumentNullException.ThrowIfNull(command);
        _first = command;
    }

    /// <summary>Creates a batch of several commands.</summary>
    /// <exception cref="ArgumentException">There are no commands, or one is null.</exception>
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

    /// <summary>Gets the key that makes the batch as a whole safe to repeat: 1 to 200 characters.</summary>
    /// <remarks>
    /// The same key with the same commands returns the first results. The key is one of the keys of the first command's wallet. A batch with a key must not
    /// contain a command that settles a rebate, because the state of the rebate makes such a command safe to repeat already.
    /// </remarks>
    public string? IdempotencyKey { get; init; }

    /// <summary>Gets the versions that wallets must have before the first command.</summary>
    /// <remarks>The version 0 stands for a wallet that must not exist. The versions are checked after the key.</remarks>
    public ImmutableArray<(WalletId WalletId, long Version)> ExpectedVersions
    {
        get => field.IsDefault ? [] : field;
        init;
    }

    /// <summary>Gets the host code that runs inside the commit of the batch; null for none.</summary>
    /// <remarks>Only a store that declares <see cref="StoreFeatures.Participants"/> takes such a batch.</remarks>
    public ICommitParticipant? Participant { get; init; }

    /// <summary>Gets the number of commands, at least one.</summary>
    public int Count => Math.Max(1, _all.Length);

    /// <summary>Gets the weight of the batch in a commit of several batches.</summary>
    /// <remarks>
    /// The weight is one for each command, and more for <see cref="ExpireHolds"/>, which may change many rows. A store that bounds the sum of weights keeps its
    /// commits short, whatever is in them.
    /// </remarks>
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

    /// <summary>Whether the service made the one command for one call, so that nothing else holds it and it may be completed in place.</summary>
    internal bool IsOwn { get; init; }

    /// <summary>Gets whether the batch is one command and nothing else.</summary>
    internal bool IsPlain => _all.IsEmpty && IdempotencyKey is null && Participant is null && ExpectedVersions.IsEmpty;

    /// <summary>Gets the command at a place, from 0.</summary>
    public WalletCommand this[int index] => _all.IsEmpty && index == 0 ? _first : _all[index];

    /// <summary>Returns the batch with another command at a place.</summary>
    internal CommandBatch With(int index, WalletCommand command) => IsPlain
        ? new CommandBatch(command)
        : new CommandBatch(_all.IsEmpty ? [command] : _all.SetItem(index, command)) { IdempotencyKey = IdempotencyKey, ExpectedVersions = ExpectedVersions, Participant = Participant };

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
