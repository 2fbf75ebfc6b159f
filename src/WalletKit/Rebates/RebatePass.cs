namespace WalletKit;

/// <summary>What one pass over the due rebates did.</summary>
/// <param name="Paid">How many were paid.</param>
/// <param name="NothingDue">How many came to nothing.</param>
/// <param name="Cancelled">How many cannot be paid any more.</param>
/// <param name="Failed">How many failed and will be tried again.</param>
/// <param name="Dead">How many failed for the last time.</param>
public sealed record RebatePass(long Paid, long NothingDue, long Cancelled, long Failed, long Dead);
