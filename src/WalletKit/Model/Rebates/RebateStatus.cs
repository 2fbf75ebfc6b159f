namespace WalletKit;

/// <summary>The state of a rebate that a deposit earned. No rebate is ever dropped silently.</summary>
public enum RebateStatus
{
    /// <summary>The rebate is due, and not settled yet.</summary>
    Pending,

    /// <summary>The rebate was paid, once and for all, as a transaction of type <see cref="TransactionType.Rebate"/>.</summary>
    Paid,

    /// <summary>The policy found that nothing is due.</summary>
    NothingDue,

    /// <summary>The rebate cannot be paid any more; <see cref="Rebate.Reason"/> says why.</summary>
    Cancelled,

    /// <summary>Every attempt failed. <see cref="Rebate.Reason"/> gives the last error, and the rebate waits until it is queued again.</summary>
    Dead,
}
