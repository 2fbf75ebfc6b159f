using WalletKit.Commands;
using WalletKit.Rules;

namespace WalletKit.Samples.Tests.Operations;

public sealed class BatchExamples
{
    [Fact]
    public async Task A_payment_and_its_fee_are_one()
    {
        await using var scene = new Scene();
        var wallets = scene.Wallets;
        var (buyer, seller, fees) = (await scene.OpenAsync(100m, "buyer"), await scene.OpenAsync(0m, "seller"), await scene.OpenAsync(0m, "fees"));

        // [example: fee]
        WalletCommand[] payment =
        [
            new Transfer(buyer.Id, seller.Id, 50m) { Reference = "order-7" },
            new Transfer(seller.Id, fees.Id, 1.50m) { Reference = "order-7" },   // sees the money that has just come in
        ];
        var result = await wallets.ExecuteAsync(payment, new() { IdempotencyKey = "order-7" });
        if (result.Refusal is { } refusal)
        {
            Console.WriteLine($"command {result.RefusedIndex}: {refusal.Code}");   // and none of them was done
        }
        // [end]

        Assert.Null(result.Refusal);
        Assert.Equal((50m, 48.50m, 1.50m), (await scene.BalanceAsync(buyer), await scene.BalanceAsync(seller), await scene.BalanceAsync(fees)));
        var again = await wallets.ExecuteAsync(payment, new() { IdempotencyKey = "order-7" });
        Assert.All(again.Results, each => Assert.True(each.Replayed));
        Assert.Equal(50m, await scene.BalanceAsync(buyer));
        var other = await wallets.ExecuteAsync([payment[0]], new() { IdempotencyKey = "order-7" });
        Assert.IsType<IdempotencyConflictException>(other.Refusal);
        Assert.Equal(-1, other.RefusedIndex);
        await Assert.ThrowsAsync<InvalidInputException>(() => wallets.ExecuteAsync([]));
    }

    [Fact]
    public async Task A_split_payment_reaches_all_or_none_and_is_safe_to_repeat()
    {
        await using var scene = new Scene();
        var wallets = scene.Wallets;
        var buyer = await scene.OpenAsync(100m, "buyer");
        var (cook, driver, tips) = (await scene.OpenAsync(0m, "cook"), await scene.OpenAsync(0m, "driver"), await scene.OpenAsync(0m, "tips"));

        // [example: split-payment]
        var shares = new Dictionary<WalletId, decimal> { [cook.Id] = 24m, [driver.Id] = 5m, [tips.Id] = 3m };
        var split = shares.Select(share => new Transfer(buyer.Id, share.Key, share.Value)).ToArray();
        var options = new BatchOptions { IdempotencyKey = "dinner-12" };

        var first = await wallets.ExecuteAsync(split, options);
        var again = await wallets.ExecuteAsync(split, options);           // the first results, each Replayed
        // [end]

        Assert.Equal(first.Results.Select(each => each.Transaction), again.Results.Select(each => each.Transaction));
        Assert.All(again.Results, each => Assert.True(each.Replayed));
        Assert.Equal(68m, await scene.BalanceAsync(buyer));
        var tooMuch = await wallets.ExecuteAsync([new Transfer(buyer.Id, cook.Id, 60m), new Transfer(buyer.Id, driver.Id, 8.01m)]);
        Assert.Equal(1, tooMuch.RefusedIndex);
        Assert.Equal("insufficient_funds", tooMuch.Refusal!.Code);
        Assert.Equal(68m, await scene.BalanceAsync(buyer));
    }

    [Fact]
    public async Task A_command_with_the_key_of_its_batch_is_refused_and_both_keys_stay_free()
    {
        await using var scene = new Scene();
        var (wallet, other) = (await scene.OpenAsync(0m), await scene.OpenAsync(0m, "user-2"));
        var options = new BatchOptions { IdempotencyKey = "key" };

        var refused = await scene.Wallets.ExecuteAsync([new Deposit(wallet.Id, 1m), new Deposit(wallet.Id, 2m) { IdempotencyKey = "key" }], options);
        var done = await scene.Wallets.ExecuteAsync([new Deposit(wallet.Id, 1m), new Deposit(other.Id, 2m) { IdempotencyKey = "key" }], options);

        Assert.IsType<InvalidInputException>(refused.Refusal);
        Assert.Equal(-1, refused.RefusedIndex);
        Assert.Null(done.Refusal);
        Assert.Equal((1m, 2m), (await scene.BalanceAsync(wallet), await scene.BalanceAsync(other)));
    }

    [Fact]
    public async Task An_import_commits_each_line_by_itself_and_says_which_were_refused()
    {
        await using var scene = new Scene();
        var wallets = scene.Wallets;
        var wallet = await scene.OpenAsync(0m);
        (int Number, decimal Amount)[] lines = [(1, 10m), (2, 20m), (3, 0.001m)];
        var refused = new List<string>();

        // [example: import]
        var commands = lines.Select(line => new Deposit(wallet.Id, line.Amount) { IdempotencyKey = $"file-9/{line.Number}" });
        await foreach (var imported in wallets.ImportAsync(commands.ToAsyncEnumerable(), new() { MaxInFlight = 256 }))
        {
            if (imported.Result.Refusal is { } refusal)
            {
                refused.Add($"line {imported.Index + 1}: {refusal.Code}");
            }
        }
        // [end]

        Assert.Equal(["line 3: invalid_amount"], refused);
        Assert.Equal(30m, await scene.BalanceAsync(wallet));
        await Assert.ThrowsAsync<InvalidInputException>(async () => await wallets.ImportAsync(commands.ToAsyncEnumerable(), new() { MaxInFlight = 0 }).ToListAsync());
    }
}
