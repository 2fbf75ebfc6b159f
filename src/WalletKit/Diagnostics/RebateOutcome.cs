namespace WalletKit.Diagnostics;

/// <summary>What came of one attempt to settle a rebate.</summary>
internal enum RebateOutcome
{
    Paid,
    NothingDue,
    Cancelled,

    /// <summary>It will be tried again.</summary>
    Failed,

    /// <summary>It failed for the last time.</summary>
    Dead,

    /// <summary>Another processor settled it meanwhile.</summary>
    SettledElsewhere,
}
