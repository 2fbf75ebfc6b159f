namespace WalletKit.PostgreSql.Schema;

/// <summary>A step from one version of the tables to the next.</summary>
/// <param name="Sql">The statements.</param>
/// <param name="Altered">
/// The tables of earlier versions that the statements lock against writes or reads. The migration locks them together with the version before its first statement, so that
/// it waits at one point only.
/// </param>
internal sealed record PostgreSqlMigration(string Sql, params IReadOnlyList<string> Altered);
