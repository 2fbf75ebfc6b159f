using WalletKit.Commands;

namespace WalletKit;

/// <summary>
/// What a host's decision works with: its wallets as they stand, and the commands it decides on, which are committed together when it ends.
/// It ends with the decision; used later, it refuses.
/// </summary>
public sealed class WalletSection
{
    private readonly Lock _lock = new();
    private readonly Dictionary<WalletId, Wallet> _wallets;
    private readonly List<WalletCommand> _commands = [];
    private bool _ended;

    internal WalletSection(IReadOnlyList<Wallet> wallets) => _wallets = wallets.ToDictionary(wallet => wallet.Id);

    /// <summary>Gets the wallets, as they stand.</summary>
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

    /// <summary>One of the wallets, as it stands.</summary>
    /// <exception cref="InvalidInputException">It is not one of the section's.</exception>
    public Wallet this[WalletId walletId] => _wallets.TryGetValue(walletId, out var wallet) ? wallet : throw NotOurs(walletId);

    /// <summary>Adds a command; nothing happens before the decision ends.</summary>
    /// <param name="command">A command on wallets of the section.</param>
    /// <exception cref="InvalidInputException">It is about another wallet, or about none that stands, or malformed.</exception>
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
    /// <returns>What was added to it.</returns>
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
