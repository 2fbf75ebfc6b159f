using WalletKit.Commands;
using WalletKit.Model.Money;
using WalletKit.Rules;
using WalletKit.Stores;
using WalletKit.Testing.Model.Bookkeeping;

namespace WalletKit.Testing.Model.Steps;

/// <summary>Generates the next command, mostly one that the books allow.</summary>
internal sealed class OrderGenerator(Random random, Scene scene, StoreFeatures features)
{
    private static readonly decimal[] Rates = [0.01m, 0.5m, 0.9215m, 1.50m, 150.25m];
    private static readonly decimal[] ExtremeRates = [0.000000001m, 1_000_000_000_000m];

    private readonly AmountGenerator _amounts = new(random);
    private int _keys;

    /// <summary>The number of claims so far.</summary>
    public int Claims { get; set; }

    public static Order Open(int wallet) => new(OrderKind.Open, wallet);

    /// <summary>Money for a wallet that was just opened.</summary>
    public Order Fund(int wallet) => new(OrderKind.Deposit, wallet) { Amount = random.Next(1, 8) * (Scene.CurrencyOf(wallet).Exponent == 18 ? 1 : 100), Flag = Earns() };

    public string NewKey() => $"key-{_keys++}";

    public Order Next(Books books, DateTimeOffset now)
    {
        var wallet = random.Weighted((60, 0), (22, 1), (9, 2), (8, 3), (2, Scene.Nobody));
        var account = books.Find(scene.Id(wallet));
        var order = Bare(wallet, account, books, now);
        return random.Percent(3) ? Malformed.Make(random, order) : WithConditions(order, account, now);
    }

    private Order Bare(int wallet, Account? account, Books books, DateTimeOffset now)
    {
        var available = account?.Units(account.AvailableAt(now));
        var kind = Kinds.Choose(random, account, Mine(books), now, features);
        var order = new Order(kind, wallet);
        return kind switch
        {
            OrderKind.Open => Opening(order),
            OrderKind.Deposit => order with { Amount = _amounts.Next(account, null), Flag = Earns() },
            OrderKind.Withdraw => order with { Amount = _amounts.Next(account, available) },
            OrderKind.Transfer => Transfer(order, account, books, available),
            OrderKind.Hold => order with { Amount = _amounts.Next(account, available), In = random.Percent(60) ? Soon() : null, Number = random.Percent(10) ? random.Next(1, 4) : 0 },
            OrderKind.Capture => Capture(order with { Number = HoldOf(account) }, account),
            OrderKind.Void => order with { Number = HoldOf(account) },
            OrderKind.Reverse => order with { Number = TransactionOf(account), Flag = random.Percent(25) },
            OrderKind.SetLimit => order with { Amount = random.Percent(account?.CreditLimit > 0 ? 80 : 10) ? 0 : _amounts.Next(account, null) },
            OrderKind.Erase => order with { Flag = random.Percent(40) },
            OrderKind.PayRebate => About(order, books, RebateStatus.Pending) with { Amount = random.Percent(25) ? 0 : _amounts.Next(account, null) },
            OrderKind.FailRebate => Failing(order, books),
            OrderKind.RequeueRebate => About(order, books, RebateStatus.Dead),
            _ => order,
        };
    }

    private bool Earns() => random.Percent(50) && features.HasFlag(StoreFeatures.Rebates);

    private Order Opening(Order order)
    {
        order = order with { Most = random.Percent(50) ? random.Next(1, 4) : null };
        return random.Next(4) switch
        {
            0 => order with { Other = random.Next(Scene.Wallets) },
            1 => order with { Currency = "EUR" },
            _ => order,
        };
    }

    private Order Transfer(Order order, Account? source, Books books, decimal? available)
    {
        var other = order.Wallet <= 1 && random.Percent(60) ? 1 - order.Wallet : (order.Wallet + 1 + random.Next(Scene.Wallets - 1)) % Scene.Wallets;
        order = order with { Other = random.Percent(2) ? Scene.Nobody : other, Amount = _amounts.Next(source, available) };
        order = random.Percent(15) ? order with { Keeps = random.From(Enum.GetValues<PayeeTexts>()), Flag = random.Percent(10) } : order;
        var isExchange = source is not null && !source.Currency.Equals(Scene.CurrencyOf(other));
        var rate = random.From<decimal>(random.Percent(90) ? Rates : ExtremeRates);
        return random.Next(isExchange ? 10 : 60) switch
        {
            < 4 => order with { Rate = rate, Rounding = random.From(Enum.GetValues<MidpointRounding>()) },
            < 7 => order with { Target = _amounts.Next(books.Find(scene.Id(other)), null) },
            < 9 => order with { Rate = rate, IsQuoted = true },
            _ => order,
        };
    }

    private Order Capture(Order order, Account? account)
    {
        var hold = account?.Holds.Find(hold => hold.Id.Number == order.Number);
        var remaining = hold is null ? 1 : account!.Units(Account.Remaining(hold));
        return order with { Amount = random.Percent(30) ? null : random.Percent(50) ? Half(remaining) : _amounts.Next(account, remaining), Flag = random.Percent(50) };
    }

    private Order Failing(Order order, Books books)
    {
        var claimed = Mine(books).FindAll(rebate => rebate is { Status: RebateStatus.Pending, Claim: not null });
        order = order with { In = random.Percent(40) ? null : Soon(), Claim = random.Next(Claims + 1), Text = "it failed" };
        if (claimed.Count == 0 || random.Percent(15))
        {
            return About(order, books, RebateStatus.Pending);
        }

        var rebate = claimed[random.Next(claimed.Count)];
        var claim = Enumerable.Range(0, Claims + 1).FirstOrDefault(claim => scene.Stamp(claim) == rebate.Claim);
        return At(order with { Claim = claim }, rebate.Deposit);
    }

    private Order About(Order order, Books books, RebateStatus status)
    {
        var wanted = Mine(books).FindAll(rebate => rebate.Status == status);
        return wanted.Count > 0 && !random.Percent(15)
            ? At(order, wanted[random.Next(wanted.Count)].Deposit)
            : order with { Number = random.Next(0, 1 + (int)(books.Find(scene.Id(order.Wallet))?.Version ?? 0)) };
    }

    private List<Rebate> Mine(Books books) => [.. books.Rebates.Where(rebate => WalletOf(rebate.Deposit) >= 0)];

    private Order At(Order order, TransactionId deposit) => order with { Wallet = WalletOf(deposit), Number = deposit.Version };

    private int WalletOf(TransactionId id) => Enumerable.Range(0, Scene.Wallets).Where(wallet => scene.Id(wallet) == id.WalletId).DefaultIfEmpty(-1).First();

    private long HoldOf(Account? account) => Pick(
        account?.Holds.Count ?? 0, [.. account?.Holds.Where(hold => hold.Status == HoldStatus.Open).Select(hold => hold.Id.Number) ?? []]);

    private long TransactionOf(Account? account) => Pick(
        account?.Version ?? 0, [.. account?.Transactions.Where(one => one.Type != TransactionType.Reversal).Select(one => one.Version) ?? []]);

    // The result is one of the likely numbers, or any number, or a number that does not exist.
    private long Pick(long count, long[] likely) => likely.Length > 0 && random.Percent(80) ? random.From<long>(likely) : random.Next(count == 0 ? 0 : 1, (int)count + 2);

    private static decimal Half(decimal amount) => decimal.Floor(amount * 50) / 100;

    // Half a microsecond is refused, because times are kept to the microsecond.
    private TimeSpan Soon() => random.From(
        TimeSpan.FromTicks(random.Percent(20) ? 5 : 15), TimeSpan.FromTicks(10), TimeSpan.FromTicks(12_345_678), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(10), PlaceHold.MaxExpiresIn);

    private Order WithConditions(Order order, Account? account, DateTimeOffset now) => order with
    {
        Key = random.Percent(30) ? NewKey() : null,
        Version = random.Next(100) switch { < 6 => 0, < 8 => -1, 8 => 1, _ => null },
        Text = order.Text ?? (order.Kind != OrderKind.Open && random.Percent(15) ? random.From("order 7", "Büro €", "x") : null),
        Pairs = random.Percent(5) ? random.Next(1, 17) : 0,
        Actor = random.Percent(10) ? random.From("clerk", "Büro €") : null,
        Account = random.Percent(10) ? random.From("bank", "cards:eu", CounterAccount.External, CounterAccount.Rebates) : null,
        EffectiveAt = random.Next(100) switch { < 8 => now - random.From(TimeSpan.Zero, TimeSpan.FromTicks(15), TimeSpan.FromDays(3)), 8 => now + TimeSpan.FromTicks(10), _ => null },
        Currency = order.Currency ?? (order.Kind == OrderKind.Open ? null : random.Next(100) switch { < 6 => account?.Currency.Code, < 9 => "EUR", _ => null }),
    };
}
