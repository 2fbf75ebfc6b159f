namespace WalletKit.PostgreSql.Tests;

/// <summary>
/// The tests that run beside no other test. A long statement of another test keeps the server from clearing what it has overwritten, in all schemas, and so changes the
/// number of rows that it reads.
/// </summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    public const string Name = nameof(Alone);
}
