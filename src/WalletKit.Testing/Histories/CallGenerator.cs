using System.Collections.Immutable;
using System.Globalization;
using WalletKit.Commands;
using WalletKit.Rules;
using WalletKit.Stores;
using WalletKit.Testing.Model.Steps;

namespace WalletKit.Testing.Histories;

/// <summary>Invents the next call of one caller. Many callers know the same few keys, holds and versions, so that their calls conflict.</summary>
internal sealed class CallGenerator(ConcurrentRunOptions options, Seen seen, int caller)
{
    private const int Keys = 12;

    private readonly Random _random = new(unchecked((options.Seed * 397) + caller));
    private readonly string _name = string.Create(CultureInfo.InvariantCulture, $"caller {caller}");
    private bool _hasOpened;

    /// <summary>The next call, without its times and its answer.</summary>
    public RecordedCall Next()
    {
        if (!_hasOpened)
        {
            _hasOpened = true;
            return Call(Opening());
        }

        return _random.Next(100) switch
        {
            < 8 => new RecordedCall { Caller = _name, Start = 0, Owner = seen.Owner },
            < 18 => Call(Batch()),
            < 30 => Call(new CommandBatch(Keyed())),
            _ => Call(new CommandBatch(WithVersion(Command(_random)))),
        };
    }

    private RecordedCall Call(CommandBatch batch) => new() { Caller = _name, Start = 0, Batch = batch };

    // All callers open the same wallets, and bring some money each.
    private CommandBatch Opening()
    {
        var wallets = Enumerable.Range(0, options.Wallets).ToList();
        return new CommandBatch(
        [
            .. wallets.Select(wallet => new OpenWallet(seen.Id(wallet), seen.Owner, Currency.FromIso("USD"), $"wallet {wallet}")),
            .. wallets.Select(wallet => new Deposit(seen.Id(wallet), 20)),
        ]);
    }

    private CommandBatch Batch()
    {
        var commands = Enumerable.Range(0, _random.Next(2, 4)).Select(_ => Command(_random)).ToImmutableArray();
        var wallet = Wallet(_random);
        return new CommandBatch(commands)
        {
            IdempotencyKey = _random.Percent(30) && !commands.Any(command => command is PayRebate) ? $"batch-{_random.Next(Keys)}" : null,
            ExpectedVersions = _random.Percent(40) ? [(wallet, seen.Newest(wallet).Version)] : [],
        };
    }

    // The content follows from the key, so that the callers repeat one another's commands; now and then a key is used with other content.
    private KeyedCommand Keyed()
    {
        var key = _random.Next(Keys);
        var said = _random.Percent(85) ? new Random(unchecked((options.Seed * 31) + key)) : _random;
        KeyedCommand command;
        do
        {
            command = Command(said) as KeyedCommand ?? new Deposit(Wallet(said), 5);
        }
        while (command is CaptureHold or VoidHold or Reverse);

        return command with { IdempotencyKey = $"key-{key}" };
    }

    private WalletCommand WithVersion(WalletCommand command) =>
        command is KeyedCommand keyed && _random.Percent(15) ? keyed with { ExpectedVersion = seen.Newest(command.WalletId).Version } : command;

    private WalletCommand Command(Random random)
    {
        var wallet = Wallet(random);
        var amount = random.Next(1, 60);
        return random.Next(100) switch
        {
            < 20 => new Deposit(wallet, amount) { RebateTerms = random.Percent(40) ? new RebateTerms("percentage", "rate=0.01") : null },
            < 42 => new Withdraw(wallet, amount),
            < 66 => new Transfer(wallet, Other(random, wallet), amount),
            < 76 => new PlaceHold(wallet, amount) { ExpiresIn = random.Percent(30) ? TimeSpan.FromHours(1) : null },
            < 85 => new CaptureHold(Hold(random, wallet), random.Percent(50) ? null : amount) { KeepOpen = random.Percent(40) },
            < 89 => new VoidHold(Hold(random, wallet)),
            < 95 => new Reverse(Transaction(random, wallet)),
            _ => new PayRebate(Transaction(random, wallet), 0.5m),
        };
    }

    private WalletId Wallet(Random random) => seen.Id(random.Percent(60) ? 0 : random.Next(options.Wallets));

    private WalletId Other(Random random, WalletId wallet) =>
        random.From(Enumerable.Range(0, options.Wallets).Select(seen.Id).Where(other => other != wallet).ToArray());

    private HoldId Hold(Random random, WalletId wallet) => new(wallet, Near(random, seen.Newest(wallet).Hold));

    private TransactionId Transaction(Random random, WalletId wallet) => new(wallet, Near(random, seen.Newest(wallet).Version));

    private static long Near(Random random, long newest) => Math.Max(1, newest + 1 - random.Next(6));
}
