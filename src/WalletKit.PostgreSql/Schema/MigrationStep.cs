namespace WalletKit.PostgreSql.Schema;

/// <summary>A part of a migration.</summary>
/// <param name="Blocks">What it does, and what it keeps other programs from doing meanwhile.</param>
/// <param name="Sql">The statements.</param>
internal sealed record MigrationStep(string Blocks, string Sql);
