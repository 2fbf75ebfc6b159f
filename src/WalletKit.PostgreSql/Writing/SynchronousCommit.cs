namespace WalletKit.PostgreSql.Writing;

/// <summary>Has a commit wait until it is on the server's disk, whatever the server's configuration says of commits.</summary>
internal static class SynchronousCommit
{
    /// <summary>
    /// An expression for a statement of the transaction, before its COMMIT. What the transaction sets for itself outranks a reload that comes in the middle of it. It ends with
    /// the transaction, so that a reload that asks for more (<c>remote_apply</c>) is heeded by the next one.
    /// </summary>
    public const string Pin =
        "set_config('synchronous_commit', CASE current_setting('synchronous_commit') WHEN 'off' THEN 'on' ELSE current_setting('synchronous_commit') END, true)";
}
