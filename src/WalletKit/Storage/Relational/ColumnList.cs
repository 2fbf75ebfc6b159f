using System.Collections;

namespace WalletKit.Storage.Relational;

/// <summary>The columns of one kind of row, in one order. SELECT, INSERT and reading are made from this list.</summary>
internal sealed class ColumnList : IReadOnlyCollection<Column>
{
    private readonly List<Column> _columns = [];

    public int Count => _columns.Count;

    /// <summary>The list of a SELECT, where the names are expressions of the SQL.</summary>
    public string Names => string.Join(", ", _columns.Select(static column => column.Name));

    /// <summary>Begins a list with the columns of another, at the same places.</summary>
    public static ColumnList Begin(ColumnList first)
    {
        var list = new ColumnList();
        list._columns.AddRange(first._columns);
        return list;
    }

    /// <summary>Adds a column at the end.</summary>
    public Column Add(string name)
    {
        var column = new Column(name, _columns.Count);
        _columns.Add(column);
        return column;
    }

    /// <summary>A column that a statement selects after the list.</summary>
    public Column After(string name, int count = 0) => new(name, Count + count);

    public IEnumerator<Column> GetEnumerator() => _columns.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
