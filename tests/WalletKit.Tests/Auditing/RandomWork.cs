using WalletKit.Commands;
using WalletKit.Model.Money;
using WalletKit.Rules;
using WalletKit.Stores;

namespace WalletKit.Tests.Auditing;

/// <summary>Random commands of every kind, many of which are refused.</summary>
internal sealed class RandomWork(TestWallets wallets, IReadOnlyList<WalletId> ids, int seed)
{
    private static readonly RebateTerms s_terms = new("percentage", "rate=0.01;rounding=ToEven");

    private readonly Random _random = new(seed);

    public static async Task<WalletId[]> OpenAsync(TestWallets wallets)
    {
        var ids = new List<WalletId>();
        foreach (var currency in new[] { "USD", "USD", "USD", "JPY", "EUR", "BHD" })
        {
            ids.Add((await wallets.Wallets.OpenAsync($"owner {ids.Count}", currency)).Wallet.Id);
        }

        return [.. ids];
    }

    public async Task CommitAsync(CancellationToken cancellationToken)
    {
        var commands = Enumerable.Range(0, _random.Next(4) == 0 ? _random.Next(2, 6) : 1).Select(_ => Command()).ToArray();
        var batch = new CommandBatch([.. commands]) { IdempotencyKey = _random.Next(5) == 0 ? $"batch {_random.Next(1_000)}" : null };
        await wallets.Store.CommitAsync(batch, cancellationToken);
        if (_random.Next(20) == 0)
        {
            wallets.Time.Advance(TimeSpan.FromSeconds(_random.Next(1, 20)));
        }

        if (_random.Next(60) == 0)
        {
            wallets.Time.AdjustTime(wallets.Time.GetUtcNow() - TimeSpan.FromSeconds(_random.Next(1, 20)));
        }
    }

    /// <summary>Does the work of the background services.</summary>
    public async Task SettleAsync(CancellationToken cancellationToken)
    {
        await wallets.Rebates.ProcessPendingAsync(cancellationToken);
        await wallets.Wallets.ExpireHoldsAsync(cancellationToken: cancellationToken);
    }

    private WalletCommand Command()
    {
        var id = ids[_random.Next(ids.Count)];
        var amount = (decimal)_random.Next(1, 50);
        var key = _random.Next(4) == 0 ? $"key {_random.Next(1_000)}" : null;
        return _random.Next(20) switch
        {
            0 or 1 or 2 => new Deposit(id, amount * 3) { RebateTerms = s_terms, IdempotencyKey = key },
            3 or 4 => new Withdraw(id, amount) { IdempotencyKey = key },
            5 or 6 => Transfer(id, amount, key),
            7 or 8 => new PlaceHold(id, amount) { ExpiresIn = _random.Next(2) == 0 ? TimeSpan.FromSeconds(_random.Next(1, 60)) : null, IdempotencyKey = key },
            9 or 10 => new CaptureHold(AnyHold(id)) { Amount = _random.Next(2) == 0 ? _random.Next(1, 9) : null, KeepOpen = _random.Next(2) == 0, IdempotencyKey = key },
            11 => new VoidHold(AnyHold(id)) { IdempotencyKey = key },
            12 => new ExpireHolds(id),
            13 or 14 => new Reverse(new TransactionId(id, _random.Next(1, 60))) { AllowOverdraft = _random.Next(2) == 0, IdempotencyKey = key },
            15 => new FreezeWallet(id) { IdempotencyKey = key },
            16 => new UnfreezeWallet(id),
            17 => new CorrectTime(id),
            18 => new EraseWallet(id) { IncludeOpen = _random.Next(10) == 0, IdempotencyKey = key },
            _ => _random.Next(40) == 0 ? new CloseWallet(id) : new SetCreditLimit(id, _random.Next(0, 30)) { IdempotencyKey = key },
        };
    }

    private Transfer Transfer(WalletId id, decimal amount, string? key)
    {
        var other = ids[_random.Next(ids.Count)];
        return _random.Next(3) switch
        {
            0 => new Transfer(id, other, amount) { IdempotencyKey = key },
            1 => new Transfer(id, other, amount) { Rate = _random.Next(1, 300) / 100m, Rounding = (MidpointRounding)_random.Next(5), IdempotencyKey = key },
            _ => new Transfer(id, other, amount) { TargetAmount = _random.Next(1, 100) },
        };
    }

    private HoldId AnyHold(WalletId id) => new(id, _random.Next(1, 30));
}
