using System.Collections.Immutable;

namespace WalletKit.Storage.Relational;

/// <summary>A table of one database: the columns of a list that it stores, their stored names, and the places where a SELECT finds the other columns.</summary>
internal sealed class Table
{
    /// <summary>Describes a table.</summary>
    /// <param name="name">The name of the table.</param>
    /// <param name="alias">The alias that statements give it.</param>
    /// <param name="columns">The columns of its rows.</param>
    /// <param name="differences">The columns that are not stored under their own name or not selected from this table; a column that is not stored has no stored name.</param>
    public Table(string name, string alias, ColumnList columns, params (Column Column, string? Stored, string Selected)[] differences)
    {
        var different = differences.ToDictionary(static difference => difference.Column);
        Name = name;
        Columns = string.Join(", ", columns.Select(column => different.TryGetValue(column, out var other) ? other.Selected : $"{alias}.{column.Name}"));
        Stored =
        [
            .. from column in columns
               let stored = different.TryGetValue(column, out var other) ? other.Stored : column.Name
               where stored is not null
               select column with { Name = stored },
        ];
    }

    public string Name { get; }

    /// <summary>The list of a SELECT, with each column at its place.</summary>
    public string Columns { get; }

    /// <summary>The columns that the table stores, under the names that they have there.</summary>
    public ImmutableArray<Column> Stored { get; }
}
