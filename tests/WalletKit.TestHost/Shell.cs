namespace WalletKit.TestHost;

/// <summary>Another program that opens a database, runs SQL and closes it again, like an operator's shell.</summary>
internal static class Shell
{
    public const string Verb = "shell";

    public static void Run(string database, string sql)
    {
        using var connection = Raw.Open(database);
        connection.Execute(sql);
    }
}
