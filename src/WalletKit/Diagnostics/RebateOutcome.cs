namespace WalletKit.Diagnostics;

/// <summary>The outcome of one attempt to settle a rebate.</summary>
internal enum RebateOutcome
{
    Paid,
    NothingDue,
    Cancelled,

    /// <summary>The attempt failed, and another will follow.</summary>
    Failed,

    /// <summary>The attempt failed, and it was the last.</summary>
    Dead,

    /// <summary>Another processor settled the rebate meanwhile.</summary>
    SettledElsewhere,
}
