namespace WalletKit.PostgreSql.Writing;

/// <summary>Has a commit wait until it is on the server's disk, whatever the server's configuration says of commits.</summary>
internal static class SynchronousCommit
{
    /// <summary>
    /// An expression for a statement of the transaction, before its COMMIT. A setting of the transaction itself outranks a reload of the server's configuration that comes in the
    /// middle of it. The setting ends with the transaction, so that the next transaction heeds a reload that asks for more (<c>remote_apply</c>).
    /// </summary>
    public const string Pin =
        "set_config('synchronous_commit', CASE current_setting('synchronous_commit') WHEN 'off' THEN 'on' ELSE current_setting('synchronous_commit') END, true)";
}
