using WalletKit.Stores;
using WalletKit.Testing.Model.Bookkeeping;

namespace WalletKit.Testing.Model.Steps;

/// <summary>Chooses the kind of the next command: mostly a kind for which there is work to do, and now and then a kind for which there is none.</summary>
internal static class Kinds
{
    public static OrderKind Choose(Random random, Account? account, List<Rebate> rebates, DateTimeOffset now, StoreFeatures features)
    {
        var hasMoney = account?.AvailableAt(now) > 0;
        var hasHold = account?.Holds.Exists(hold => account.StatusAt(hold, now) == HoldStatus.Open) == true;
        var hadHold = account?.Holds.IsEmpty == false;
        var hasTransaction = account?.Transactions.Count > 0;
        var isEmptied = hasTransaction && account!.Balance == 0;
        var usesCredit = account?.CreditLimit > 0 && account.HeldAt(now) > account.Balance;
        var isFrozen = account?.Status == WalletStatus.Frozen;
        var isAhead = account?.UpdatedAt > now;
        var isClosed = account?.Status == WalletStatus.Closed;
        var isPending = rebates.Exists(rebate => rebate.Status == RebateStatus.Pending);
        var isClaimed = rebates.Exists(rebate => rebate is { Status: RebateStatus.Pending, Claim: not null });
        var isDead = rebates.Exists(rebate => rebate.Status == RebateStatus.Dead);
        return random.Weighted(
            (hasMoney ? 18 : 60, OrderKind.Deposit),
            (hasMoney ? 13 : 2, OrderKind.Withdraw),
            (hasMoney ? 15 : 2, OrderKind.Transfer),
            (hasMoney ? 16 : 2, OrderKind.Hold),
            (hasHold ? 20 : hadHold ? 6 : 1, OrderKind.Capture),
            (hasHold ? 9 : hadHold ? 4 : 1, OrderKind.Void),
            (4, OrderKind.Expire),
            (hasTransaction ? 11 : 1, OrderKind.Reverse),
            (2, OrderKind.Freeze),
            (isFrozen ? 30 : 1, OrderKind.Unfreeze),
            (isEmptied ? 12 : 1, OrderKind.Close),
            (usesCredit ? 40 : 5, OrderKind.SetLimit),
            (isAhead ? 12 : 1, OrderKind.CorrectTime),
            (!features.HasFlag(StoreFeatures.Erasure) ? 0 : isClosed ? 12 : 1, OrderKind.Erase),
            (isPending ? 8 : 1, OrderKind.PayRebate),
            (isClaimed ? 12 : 1, OrderKind.FailRebate),
            (isDead ? 15 : 1, OrderKind.RequeueRebate),
            (2, OrderKind.Open));
    }
}
