using WalletKit.Model.Money;
using WalletKit.Stores;
using WalletKit.Testing.Histories;
using WalletKit.Testing.Model.Steps;

namespace WalletKit.Testing.Conformance.Checks;

internal sealed class HashChainChecks : StoreChecks
{
    [Check]
    [NeedsFeature(StoreFeatures.Books)]
    [Case(TransactionType.Deposit)]
    [Case(TransactionType.Withdrawal)]
    [Case(TransactionType.Rebate)]
    [Case(TransactionType.TransferOut)]
    [Case(TransactionType.TransferIn)]
    [Case(TransactionType.Capture)]
    public async Task A_transaction_of_any_type_and_its_reversal_are_hashed_as_they_are_read_back(TransactionType type)
    {
        var original = await RecordAsync(type);
        var reversal = (await DoAsync(new Reverse(original.Id))).Transaction!;

        foreach (var transaction in new[] { original, reversal })
        {
            var journal = await JournalAsync(transaction.WalletId);
            var (before, read) = (journal[(int)transaction.Version - 2], journal[(int)transaction.Version - 1]);
            Assert.Equal(HashChain.Next(before.Hash, read), read.Hash);
            Assert.Equal(transaction.Hash, read.Hash);
        }

        Assert.Equal(reversal.Hash, (await FindAsync(original.WalletId)).ChainHash);
    }

    [Check]
    public async Task Exchanges_references_and_metadata_are_hashed_as_they_are_read_back()
    {
        var source = await OpenWithAsync(1_000m, "source");
        var destination = (await OpenAsync("destination", Currency.FromIso("JPY"))).Id;
        var metadata = TransactionMetadata.From([KeyValuePair.Create("z", "ü😀"), KeyValuePair.Create("a", ""), KeyValuePair.Create("ａ", "\"\\/")]);
        await DoAsync(new Transfer(source, destination, 1m) { Rate = 150.500m, Rounding = MidpointRounding.AwayFromZero, Reference = "é", Metadata = metadata });
        await DoAsync(new Transfer(source, destination, 3m) { TargetAmount = 7m });
        await DoAsync(new Transfer(source, destination, 0.01m) { Rate = 7_922_816_251.4264337593543950335m });

        await AuditAsync(source);
        Assert.Equal(3, (await AuditAsync(destination)).History.Count);
    }

    [Check]
    public async Task The_chain_covers_entries_that_move_no_money()
    {
        var walletId = await OpenWithAsync(10m);
        var hashes = new HashSet<Sha256Hash> { (await FindAsync(walletId)).ChainHash };

        foreach (var command in new WalletCommand[]
        {
            new PlaceHold(walletId, 1m) { Reference = "a hold" }, new VoidHold(new HoldId(walletId, 1)), new FreezeWallet(walletId) { Reason = "a reason" },
            new UnfreezeWallet(walletId), new SetCreditLimit(walletId, 5m),
        })
        {
            await DoAsync(command);
            Assert.True(hashes.Add((await FindAsync(walletId)).ChainHash), command.ToString());
        }

        await AuditMoneyAsync(walletId);
    }

    [Check]
    public Task A_repetition_under_a_key_gets_the_hashes_of_the_first() => AssertHashesReplayAsync(() => Task.CompletedTask);
}
