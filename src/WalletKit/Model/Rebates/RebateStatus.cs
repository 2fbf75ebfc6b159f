namespace WalletKit;

/// <summary>The state of a rebate that a deposit earned. No rebate is ever dropped silently.</summary>
public enum RebateStatus
{
    /// <summary>The rebate is due, and not settled yet.</summary>
    Pending = 1,

    /// <summary>The rebate was paid, once and for all, as a transaction of type <see cref="TransactionType.Rebate"/>.</summary>
    Paid = 2,

    /// <summary>The policy found that nothing is due.</summary>
    NothingDue = 3,

    /// <summary>The rebate cannot be paid any more; <see cref="Rebate.Reason"/> says why.</summary>
    Cancelled = 4,

    /// <summary>Every attempt failed. <see cref="Rebate.Reason"/> gives the last error, and the rebate waits until it is queued again.</summary>
    Dead = 5,
}
