using WalletKit.Commands;

namespace WalletKit;

/// <summary>The wallets of a host's decision, and the commands that the decision adds.</summary>
/// <remarks>
/// The commands are committed together when the decision ends. The section ends with the decision, and then refuses further use.
/// </remarks>
public sealed class WalletSection
{
    private readonly Lock _lock = new();
    private readonly Dictionary<WalletId, Wallet> _wallets;
    private readonly List<WalletCommand> _commands = [];
    private bool _ended;

    internal WalletSection(IReadOnlyList<Wallet> wallets) => _wallets = wallets.ToDictionary(wallet => wallet.Id);

    /// <summary>Gets the wallets in the state in which they were read.</summary>
    public IReadOnlyCollection<Wallet> Wallets => _wallets.Values;

    internal bool IsOpen
    {
        get
        {
            lock (_lock)
            {
                return !_ended;
            }
        }
    }

    /// <summary>Gets a wallet of the section in the state in which it was read.</summary>
    /// <exception cref="InvalidInputException">The wallet is not one of the section's.</exception>
    public Wallet this[WalletId walletId] => _wallets.TryGetValue(walletId, out var wallet) ? wallet : throw NotOurs(walletId);

    /// <summary>Adds a command; nothing happens before the decision ends.</summary>
    /// <param name="command">A command on wallets of the section.</param>
    /// <exception cref="InvalidInputException">The command is malformed, or is about a wallet outside the section or one that does not exist.</exception>
    /// <exception cref="InvalidOperationException">The section has ended.</exception>
    public void Add(WalletCommand command)
    {
        ArgumentNullException.ThrowIfNull(command);
        foreach (var walletId in command.Wallets)
        {
            _ = this[walletId];
        }

        HostCommands.ThrowIfRefused(command, "command");
        lock (_lock)
        {
            if (_ended)
            {
                throw new InvalidOperationException("The section has ended; its commands were committed, or given up.");
            }

            if (_commands.Count == HostCommands.MaxBatch)
            {
                throw new InvalidInputException("commands", _commands.Count + 1, $"are too many; a section commits at most {HostCommands.MaxBatch}");
            }

            _commands.Add(command);
        }
    }

    /// <summary>Ends the section.</summary>
    /// <returns>The commands that were added.</returns>
    internal IReadOnlyList<WalletCommand> End()
    {
        lock (_lock)
        {
            _ended = true;
            return _commands;
        }
    }

    private static InvalidInputException NotOurs(WalletId walletId) => new("walletId", walletId, "must be one of the wallets that the section named");
}
