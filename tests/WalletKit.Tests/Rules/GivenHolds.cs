using WalletKit.Execution;
using WalletKit.Rules;
using WalletKit.Stores;

namespace WalletKit.Tests.Rules;

/// <summary>A wallet with its holds, like in a store: the state for a decision is loaded in the way in which every store loads it.</summary>
internal sealed class GivenHolds(Wallet wallet, params IReadOnlyList<Hold> holds) : StateSource
{
    private IEnumerable<Hold> Expiring =>
        holds.Where(hold => hold is { Status: HoldStatus.Open, ExpiresAt: not null }).OrderBy(hold => hold.ExpiresAt).ThenBy(hold => hold.Id.Number);

    public static Decision Decide(WalletCommand command, Wallet wallet, DateTimeOffset now, params IReadOnlyList<Hold> holds) =>
        BatchExecution.Decide(command, new GivenHolds(wallet, holds), now);

    public static ExpiredHolds? Expired(Wallet wallet, DateTimeOffset now, params IReadOnlyList<Hold> holds) => ExpiryLoading.Load(new GivenHolds(wallet, holds), wallet, now);

    public override Wallet? FindWallet(WalletId walletId) => walletId == wallet.Id ? wallet : null;

    public override Wallet? FindWallet(string ownerId, string name) => (ownerId, name) == (wallet.OwnerId, wallet.Name) ? wallet : null;

    public override WalletSecrets? FindSecrets(WalletId walletId) => WalletSecrets.None;

    public override RecordedCommand? FindRecorded(WalletId walletId, KeyHash key) => null;

    public override WalletTransaction? FindTransaction(TransactionId transaction) => null;

    public override long? FindReversal(TransactionId transaction) => null;

    public override Hold? FindHold(HoldId hold) => holds.FirstOrDefault(standing => standing.Id == hold);

    public override long SumExpired(WalletId walletId, DateTimeOffset now, EndedThrough? ended) =>
        Expiring.Where(hold => hold.ExpiresAt <= now && ended?.Covers(hold) != true).Aggregate(0L, (sum, hold) => checked(sum + hold.RemainingMinorUnits));

    public override IReadOnlyList<Hold> FindExpiring(WalletId walletId, DateTimeOffset after, int limit) => [.. Expiring.Where(hold => hold.ExpiresAt > after).Take(limit)];

    public override IReadOnlyList<Hold> FindEnded(WalletId walletId, EndedThrough ended, int limit) => [.. Expiring.Where(ended.Covers).Take(limit)];

    public override int CountOpenWallets(string ownerId, int limit) => 1;
}
