using System.Globalization;

namespace WalletKit.PostgreSql.Schema;

/// <summary>The parts of a migration, in their order. They are the same whether a host runs them or an operator.</summary>
/// <param name="migrations">The step that leads from version <c>i</c> to <c>i + 1</c>, at index <c>i</c>.</param>
internal sealed class MigrationSteps(IReadOnlyList<PostgreSqlMigration> migrations)
{
    private const string VersionTable = "walletkit_schema";

    private static readonly MigrationStep s_first = new(
        "Makes the table of the version. It blocks nothing.",
        $"""
        CREATE TABLE {VersionTable} (version integer NOT NULL CHECK (version >= 1), store_id uuid NOT NULL DEFAULT gen_random_uuid(), only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row));
        INSERT INTO {VersionTable} (version) VALUES (1);
        """);

    private static readonly MigrationStep s_comments = new(
        "Comments on the tables and views. It blocks no read and no write.",
        string.Join('\n', TableComments.All.Concat(ViewComments.All).Select(static comment => comment.Sql)));

    /// <summary>The newest version.</summary>
    public int Version => migrations.Count;

    /// <summary>All that makes the tables, without comments.</summary>
    public string Tables => string.Join('\n', Changes(0).Prepend(s_first).Select(static step => step.Sql));

    /// <summary>The parts that lead from a version to the newest one.</summary>
    /// <param name="found">The version; 0 where there are no tables.</param>
    /// <param name="patience">How long the migration waits for the tables that it alters.</param>
    public IEnumerable<MigrationStep> From(int found, TimeSpan patience) => found == Version
        ? []
        : [found == 0 ? s_first : Lock(found, patience), .. Changes(found), s_comments];

    private IEnumerable<MigrationStep> Changes(int found)
    {
        for (var version = found; version < Version; version++)
        {
            yield return new MigrationStep(
                $"Version {version + 1}. It blocks {(migrations[version].Altered is { Count: > 0 } altered ? $"reads and writes of {string.Join(", ", altered)} until the end" : "nothing that there was before")}.",
                migrations[version].Sql);
        }

        yield return new MigrationStep("The new version. It blocks nothing more.", string.Create(CultureInfo.InvariantCulture, $"UPDATE {VersionTable} SET version = {Version};"));
    }

    // The first table is the one that every commit reads first. The lock waits for every commit that has read the version, and keeps other commits from reading it meanwhile.
    private MigrationStep Lock(int found, TimeSpan patience) => new(
        string.Create(
            CultureInfo.InvariantCulture,
            $"Waits until it has the tables to itself. It blocks commits for {TableLock.LongestWait.TotalSeconds} s at a time while it waits, for {patience.TotalSeconds} s at most, and all commits from then on to the end."),
        TableLock.Sql(migrations.Skip(found).SelectMany(static migration => migration.Altered).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Prepend(VersionTable), patience));
}
