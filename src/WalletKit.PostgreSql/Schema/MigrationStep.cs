namespace WalletKit.PostgreSql.Schema;

/// <summary>A part of a migration.</summary>
/// <param name="Blocks">A sentence on its effect, and on the work of other programs that it keeps waiting.</param>
/// <param name="Sql">The statements.</param>
internal sealed record MigrationStep(string Blocks, string Sql);
