using System.Globalization;

namespace WalletKit.Testing.Model.Answers;

/// <summary>A refusal as its code and its values for programs, without its wording.</summary>
internal static class RefusalText
{
    public static string Of(WalletRefusedException refusal) => $"{refusal.Code}{Carried(refusal)}";

    private static string Carried(WalletRefusedException refusal) => refusal switch
    {
        WalletNotFoundException missing => $" {missing.WalletId}",
        TransactionNotFoundException missing => $" {missing.TransactionId}",
        HoldNotFoundException missing => $" {missing.HoldId}",
        RebateNotFoundException missing => $" {missing.Deposit}",
        InvalidInputException invalid => $" {invalid.Field}",
        InvalidAmountException invalid => $" {Units(invalid.Amount)}",
        IdempotencyConflictException conflict => $" {conflict.WalletId} recorded={conflict.Recorded?.ToString() ?? "nothing"}",
        ConcurrencyConflictException conflict => string.Create(CultureInfo.InvariantCulture, $" {conflict.WalletId} expected={conflict.ExpectedVersion} actual={conflict.ActualVersion}"),
        WalletClosedException closed => $" {closed.WalletId}",
        WalletFrozenException frozen => $" {frozen.WalletId}",
        WalletAlreadyFrozenException frozen => $" {frozen.WalletId}",
        WalletNotFrozenException active => $" {active.WalletId}",
        WalletTimeNotAheadException behind => string.Create(CultureInfo.InvariantCulture, $" {behind.WalletId} at={behind.Time:O}"),
        WalletNotClosedException open => $" {open.WalletId}",
        WalletAlreadyErasedException erased => $" {erased.WalletId}",
        WalletNotEmptyException full => $" {full.WalletId} balance={Units(full.Balance)} held={Units(full.Held)}",
        CurrencyMismatchException mismatch => $" {mismatch.WalletId} keeps={mismatch.WalletCurrency} requested={mismatch.RequestedCurrency}",
        InsufficientFundsException funds => $" {funds.WalletId} available={Units(funds.Available)} requested={Units(funds.Requested)}",
        BalanceOutOfRangeException range => $" {range.WalletId} balance={Units(range.Balance)} requested={Units(range.Requested)}",
        TransferNotAllowedException forbidden => $" {forbidden.Payer} to {forbidden.Payee}",
        TooManyWalletsException many => string.Create(CultureInfo.InvariantCulture, $" {many.OwnerId} limit={many.Limit}"),
        CreditLimitInUseException limit => $" {limit.WalletId} used={Units(limit.Used)} requested={Units(limit.Requested)}",
        HoldExceededException exceeded => $" {exceeded.HoldId} remaining={Units(exceeded.Remaining)} requested={Units(exceeded.Requested)}",
        TooManyOpenHoldsException many => string.Create(CultureInfo.InvariantCulture, $" {many.WalletId} open={many.OpenHolds} most={many.MaxOpenHolds}"),
        HoldEndedException ended => $" {ended.HoldId} {ended.Status}",
        NotReversibleException reversal => $" {reversal.TransactionId}",
        AlreadyReversedException reversed => $" {reversed.TransactionId} by={reversed.Reversal}",
        RebateStateException state => $" {state.Deposit} {state.Status}",
        _ => $" {refusal.Message}",
    };

    private static string Units(decimal amount) => amount.ToString("0.############################", CultureInfo.InvariantCulture);
}
