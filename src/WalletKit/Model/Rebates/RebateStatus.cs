namespace WalletKit;

/// <summary>The state of a rebate that a deposit earned. No rebate is ever dropped silently.</summary>
public enum RebateStatus
{
    /// <summary>Due, and not settled yet.</summary>
    Pending = 1,

    /// <summary>Paid, once and for all, as a transaction of type <see cref="TransactionType.Rebate"/>.</summary>
    Paid = 2,

    /// <summary>The policy found that nothing is due.</summary>
    NothingDue = 3,

    /// <summary>It cannot be paid any more; the reason stands with it.</summary>
    Cancelled = 4,

    /// <summary>Every attempt failed; the last error stands with it, and it waits to be requeued.</summary>
    Dead = 5,
}
