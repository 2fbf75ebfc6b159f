using Microsoft.Data.Sqlite;
using Spectre.Console;
using WalletKit.Storage.Sqlite;

namespace WalletKit.Samples;

/// <summary>Reads the file without WalletKit, like an auditor, and checks it against the rules of <see cref="BooksRules"/>.</summary>
internal sealed class BooksCheck(WalletFile file, Acknowledgments acknowledged, IAnsiConsole console)
{
    private const int MaxShown = 10;

    /// <returns>Whether every rule holds.</returns>
    public async Task<bool> CheckAsync(CancellationToken cancellationToken)
    {
        await using var connection = new SqliteConnection(file.ReadOnlyConnectionString);
        await connection.OpenAsync(cancellationToken);

        // One snapshot answers all the questions, whatever another process writes meanwhile.
        await using var snapshot = connection.BeginTransaction(deferred: true);
        var table = new Table().AddColumn("Rule").AddColumn("Holds");
        var broken = new List<string>();
        foreach (var rule in BooksRules.All)
        {
            var violations = await FindViolationsAsync(connection, rule, cancellationToken);
            table.AddRow(rule.Statement, violations.Count == 0 ? "yes" : "[red]no[/]");
            broken.AddRange(violations.Take(MaxShown));
            if (violations.Count > MaxShown)
            {
                broken.Add($"... and {violations.Count - MaxShown:N0} more that break the rule: {rule.Statement}");
            }
        }

        console.Write(table);
        broken.ForEach(console.WriteLine);
        return broken.Count == 0;
    }

    private async Task<List<string>> FindViolationsAsync(SqliteConnection connection, BooksRule rule, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = rule.Violations;
        command.Parameters.AddWithValue("$actor", acknowledged.Actor);
        command.Parameters.AddWithValue("$acknowledged", acknowledged.Count);

        var violations = new List<string>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            violations.Add(reader.GetString(0));
        }

        return violations;
    }
}
