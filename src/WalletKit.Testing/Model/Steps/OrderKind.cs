namespace WalletKit.Testing.Model.Steps;

/// <summary>The commands.</summary>
internal enum OrderKind
{
    Open,
    Deposit,
    Withdraw,
    Transfer,
    Hold,
    Capture,
    Void,
    Expire,
    Reverse,
    Freeze,
    Unfreeze,
    Close,
    SetLimit,
    CorrectTime,
    Erase,
    PayRebate,
    FailRebate,
    RequeueRebate,
}
