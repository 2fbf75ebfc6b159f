using WalletKit.Rules;
using WalletKit.Stores;
using WalletKit.Testing.Model.Steps;

namespace WalletKit.Testing.Conformance;

internal abstract partial class StoreChecks
{
    protected async Task<BatchResult> CommitKeyedAsync(string key, params WalletCommand[] commands) =>
        await Store.CommitAsync(new CommandBatch([.. commands]) { IdempotencyKey = key }, Token);

    /// <summary>Tries a batch that must be refused as a whole and must change nothing.</summary>
    protected async Task<TRefusal> RefusedWholeAsync<TRefusal>(CommandBatch batch)
        where TRefusal : WalletRefusedException
    {
        var before = await SnapshotAsync();
        var result = await Store.CommitAsync(batch, Token);
        Assert.Equal(-1, result.RefusedIndex);
        Assert.Empty(result.Results);
        Assert.Equal(before, await SnapshotAsync());
        return Assert.IsType<TRefusal>(result.Refusal);
    }

    /// <summary>Does one of each command that can have a key, each under its own key, in wallets that are neither frozen nor closed at the end.</summary>
    protected async Task<List<(KeyedCommand Command, CommandResult Result)>> DoEveryKeyedCommandAsync()
    {
        var source = await OpenWithAsync(100m, "replayed");
        var destination = (await OpenAsync("replayed too", Euro)).Id;
        var earned = (await DoAsync(new Deposit(source, 100m) { RebateTerms = Terms })).Transaction!.Id;
        await DoAsync(new PayRebate(earned, 1m));
        KeyedCommand[] commands = [.. EveryCommand(source, destination).Where(command => command is not Reverse).Cast<KeyedCommand>(), new Reverse(earned)];
        var done = new List<(KeyedCommand, CommandResult)>();
        foreach (var (command, i) in commands.Select((command, i) => (command, i)))
        {
            // Before the destination can be closed, it gives its money back, by the reversal of the transfer.
            if (command is CloseWallet)
            {
                var reverse = new Reverse(new TransactionId(destination, 2)) { IdempotencyKey = "both legs" };
                done.Add((reverse, await DoAsync(reverse)));
            }

            var keyed = command with { IdempotencyKey = $"key {i}" };
            done.Add((keyed, await DoAsync(keyed)));
            Time.Advance(TimeSpan.FromSeconds(1));
        }

        return done;
    }

    protected async Task AssertAllReplayedAsync(List<(KeyedCommand Command, CommandResult Result)> first)
    {
        var before = await SnapshotAsync();
        foreach (var (command, result) in first)
        {
            var again = await DoAsync(command with { ExpectedVersion = 77 });
            Assert.True(again.Replayed);
            Assert.Equal(WhatIsKept(result), WhatIsKept(again));
        }

        Assert.Equal(before, await SnapshotAsync());
    }

    /// <summary>Checks that a repetition got the first results: transactions, hold and event of each command.</summary>
    protected static void AssertReplayed(BatchResult first, BatchResult again)
    {
        Assert.Null(again.Refusal);
        Assert.All(again.Results, result => Assert.True(result.Replayed));
        Assert.Equal(first.Results.Select(WhatIsKept), again.Results.Select(WhatIsKept));
        Assert.All(again.Results, result => Assert.Equal((null, null), (result.Wallet, result.Rebate)));
    }

    /// <summary>
    /// Every command that hosts give, once each. The source has had one deposit; the destination has another currency and has had none.
    /// </summary>
    protected static WalletCommand[] EveryCommand(WalletId source, WalletId destination) =>
    [
        new Deposit(source, 100m) { RebateTerms = Terms, Reference = "r" },
        new Withdraw(source, 10m) { Metadata = TransactionMetadata.From([KeyValuePair.Create("a", "ü😀")]) },
        new Transfer(source, destination, 20m) { Rate = 0.9m },
        new PlaceHold(source, 30m) { ExpiresIn = TimeSpan.FromHours(1), Reference = "h" },
        new CaptureHold(new HoldId(source, 1), 10m) { KeepOpen = true },
        new CaptureHold(new HoldId(source, 1)),
        new PlaceHold(source, 5m),
        new VoidHold(new HoldId(source, 2)),
        new Reverse(new TransactionId(source, 3)),
        new Reverse(new TransactionId(destination, 2)) { Reference = "back" },
        new SetCreditLimit(source, 50m) { Reason = "trusted" },
        new FreezeWallet(source) { Reason = "asked for" },
        new UnfreezeWallet(source),
        new CloseWallet(destination),
    ];

    private static (UpToTwo<WalletTransaction>, Hold?, long?, WalletEvent?) WhatIsKept(CommandResult result) => (result.Transactions, result.Hold, result.HoldVersion, result.Event);

    /// <summary>Checks that repetitions get the first transactions, including their hashes, whatever is done in between.</summary>
    protected async Task AssertHashesReplayAsync(Func<Task> between)
    {
        var source = await OpenWithAsync(10m, "source");
        var destination = await OpenWithAsync(10m, "destination");
        KeyedCommand[] commands =
        [
            new Deposit(source, 1m) { IdempotencyKey = "deposit" },
            new Transfer(source, destination, 1m) { IdempotencyKey = "transfer" },
            new Reverse(new TransactionId(source, 4)) { IdempotencyKey = "reverse" },
        ];
        var batch = new CommandBatch([new Deposit(source, 1m), new Transfer(source, destination, 1m)]) { IdempotencyKey = "batch" };
        List<CommandResult> first = [];
        foreach (var command in commands)
        {
            first.Add(await DoAsync(command));
        }

        first.AddRange((await Store.CommitAsync(batch, Token)).Results);
        await DoAsync(new Deposit(source, 1m));
        await between();

        List<CommandResult> again = [];
        foreach (var command in commands)
        {
            again.Add(await DoAsync(command));
        }

        again.AddRange((await Store.CommitAsync(batch, Token)).Results);
        Assert.All(again, result => Assert.True(result.Replayed));
        Assert.Equal(first.SelectMany(result => result.Transactions), again.SelectMany(result => result.Transactions));
        Assert.DoesNotContain(default, again.SelectMany(result => result.Transactions).Select(transaction => transaction.Hash));
    }
}
