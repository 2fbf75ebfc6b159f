using WalletKit.Commands;

namespace WalletKit.Testing.Tests.Importing;

/// <summary>
/// Years of history in another system's ledger, as commands for an import, and the ledger's own statements: a line for each amount, summed without WalletKit.
/// </summary>
internal sealed class Ledger
{
    /// <summary>The number of transactions in the busiest month, which is more than a page has.</summary>
    private const int Busy = 1_200;

    private readonly List<(WalletId Wallet, DateTimeOffset Date, decimal Amount, string Reference)> _lines = [];

    /// <summary>Writes a ledger over some wallets, from a month on.</summary>
    public Ledger(Random random, IReadOnlyList<WalletId> wallets, DateTimeOffset start, int months)
    {
        // There is money for all that follows.
        foreach (var wallet in wallets)
        {
            Add(new Deposit(wallet, 100_000m), start, (wallet, 100_000m));
        }

        for (var month = 0; month < months; month++)
        {
            var count = month == months / 2 ? Busy : random.Next(12);

            // A source's export is not in the order of value dates, and several lines have the same one.
            for (var i = 0; i < count; i++)
            {
                AddRandom(random, wallets, start.AddMonths(month).AddHours(random.Next(24 * 28)));
            }
        }
    }

    public List<WalletCommand> Commands { get; } = [];

    /// <summary>The balance of a wallet before a time, and its lines in a period.</summary>
    public (decimal Opening, IReadOnlyList<(decimal Amount, string Reference)> Lines) StatementOf(WalletId wallet, DateTimeOffset since, DateTimeOffset until)
    {
        var own = _lines.Where(line => line.Wallet == wallet).ToList();

        // The sort is stable: lines of one value date stay in the order of the export.
        return (
            own.Where(line => line.Date < since).Sum(line => line.Amount),
            [.. own.Where(line => line.Date >= since && line.Date < until).OrderBy(line => line.Date).Select(line => (line.Amount, line.Reference))]);
    }

    /// <summary>Adds a line that no command of the import has.</summary>
    public void Add(WalletId wallet, DateTimeOffset date, decimal amount, string reference) => _lines.Add((wallet, date, amount, reference));

    private void AddRandom(Random random, IReadOnlyList<WalletId> wallets, DateTimeOffset date)
    {
        var (one, amount) = (random.Next(wallets.Count), random.Next(1, 2_000) / 100m);
        var (wallet, other) = (wallets[one], wallets[(one + 1) % wallets.Count]);
        switch (random.Next(4))
        {
            case 0:
                Add(new Withdraw(wallet, amount), date, (wallet, -amount));
                break;
            case 1:
                Add(new Transfer(wallet, other, amount), date, (wallet, -amount), (other, amount));
                break;
            default:
                Add(new Deposit(wallet, amount), date, (wallet, amount));
                break;
        }
    }

    private void Add(PostingCommand command, DateTimeOffset date, params (WalletId Wallet, decimal Amount)[] lines)
    {
        var reference = $"line {Commands.Count}";
        Commands.Add(command with { EffectiveAt = date, Reference = reference, IdempotencyKey = reference, Actor = "import" });
        _lines.AddRange(lines.Select(line => (line.Wallet, date, line.Amount, reference)));
    }
}
