using WalletKit.Stores;
using WalletKit.Testing.Model.Answers;
using WalletKit.Testing.Model.Bookkeeping;
using WalletKit.Testing.Model.Running;

namespace WalletKit.Testing.Conformance;

// A plain model beside the store, for long runs of chosen commands.
internal abstract partial class StoreChecks
{
    /// <summary>The content that the store must have after the batches that were committed as the model.</summary>
    protected Books Books { get; private set; } = Books.Empty;

    /// <summary>Opens a wallet in the store and in the model.</summary>
    protected async Task<WalletId> OpenAsModelAsync(string owner)
    {
        var walletId = NewId();
        await CommitAsModelAsync(new CommandBatch(new OpenWallet(walletId, owner, Usd)), $"opening {owner}");
        _wallets.Add(walletId);
        return walletId;
    }

    /// <summary>Commits a batch in the store and in the model, and checks that both give one answer.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="at">The place in the run, for the message of a failure.</param>
    protected async Task CommitAsModelAsync(CommandBatch batch, string at)
    {
        (var expected, Books) = Books.Do(batch, Time.GetUtcNow());
        AssertSame(at, Answer.Of(expected), Answer.Of(await Store.CommitAsync(batch, Token)));
    }

    /// <summary>Checks a wallet, its history and all its holds against the model.</summary>
    protected async Task AssertAsModelAsync(WalletId walletId, string at)
    {
        var account = Books.Find(walletId)!;
        var holds = account.Holds.Select(hold => hold with { Status = account.StatusAt(hold, Time.GetUtcNow()) });
        AssertSame(at, NounText.Of(account.ToWallet(Time.GetUtcNow())), NounText.Of(await FindAsync(walletId)));
        AssertSame(at, Lines(account.Transactions.Select(NounText.Of)), Lines((await HistoryAsync(walletId)).Select(NounText.Of)));
        AssertSame(at, Lines(holds.Select(NounText.Of)), Lines((await HoldsAsync(walletId)).Select(NounText.Of)));
    }

    private void AssertSame(string at, string expected, string actual)
    {
        var difference = Difference.Between($"Seed {Seed}, {at}", expected, actual);
        Assert.True(difference is null, $"{difference}");
    }

    private static string Lines(IEnumerable<string> lines) => string.Join('\n', lines);
}
