using System.Collections;
using System.Globalization;
using Npgsql;
using NpgsqlTypes;
using WalletKit.PostgreSql.Rows;
using WalletKit.Storage.Relational;

namespace WalletKit.PostgreSql.Writing;

/// <summary>The columns that many rows are written to at once, in one order: the statement and its parameters, an array for each column, are made from this list.</summary>
internal sealed class WrittenColumns<TRow> : IEnumerable<string>
{
    private readonly List<(string Name, Func<IReadOnlyList<TRow>, NpgsqlParameter> ToParameter)> _columns = [];

    public int Count => _columns.Count;

    /// <summary>The names, with commas between them.</summary>
    public string Names => string.Join(", ", this);

    /// <summary>The SET list of an UPDATE from the rows of <c>u</c>.</summary>
    public string Set => string.Join(", ", this.Select(static name => $"{name} = u.{name}"));

    public void Add<TValue>(Column column, NpgsqlDbType type, Func<TRow, TValue> value) => Add(column.Name, type, value);

    public void Add<TValue>(string name, NpgsqlDbType type, Func<TRow, TValue> value) => _columns.Add((name, rows => Parameter.Of(rows, type, value)));

    /// <summary>These columns and others after them.</summary>
    public WrittenColumns<TRow> And(WrittenColumns<TRow> others)
    {
        var all = new WrittenColumns<TRow>();
        all._columns.AddRange(_columns);
        all._columns.AddRange(others._columns);
        return all;
    }

    /// <summary>The parameters, with commas between them.</summary>
    /// <param name="first">The number of the first one.</param>
    public string Parameters(int first) => string.Join(", ", _columns.Select((_, index) => string.Create(CultureInfo.InvariantCulture, $"${first + index}")));

    /// <summary>An INSERT of all rows.</summary>
    public string Insert(string table) => $"INSERT INTO {table} ({Names}) SELECT * FROM unnest({Parameters(1)})";

    /// <summary>The rows of an UPDATE, called <c>u</c>.</summary>
    public string Unnest(int first) => $"unnest({Parameters(first)}) AS u({Names})";

    /// <summary>The values of the rows.</summary>
    public NpgsqlParameter[] Of(IReadOnlyList<TRow> rows) => [.. _columns.Select(column => column.ToParameter(rows))];

    public IEnumerator<string> GetEnumerator() => _columns.Select(static column => column.Name).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
