using WalletKit.Rules;

namespace WalletKit.Architecture.Tests.Places;

/// <summary>Values are bound, and columns are read, by a name and never by a counted position.</summary>
public class CountedPlacesTests
{
    [Theory]
    [InlineData("src/WalletKit")]
    [InlineData("src/WalletKit.PostgreSql")]
    public void No_source_file_binds_or_reads_by_a_counted_place(string project)
    {
        var files = Repository.SourcesIn(project).ToList();

        var counted = files.SelectMany(file => CountedPlaces.InText(file, File.ReadAllText(Repository.PathOf(project, file)))).ToList();

        Assert.NotEmpty(files);
        Assert.True(counted.Count == 0, string.Join(Environment.NewLine, counted));
    }

    [Theory]
    [InlineData("statement.Bind(1, value)")]
    [InlineData("_find.Bind(Parameter.WalletRow, row).Bind(2, value)")]
    [InlineData("new WalletId(row.Guid(0))")]
    [InlineData("reader.GetInt64(1)")]
    [InlineData("reader.GetFieldValue<byte[]>(1)")]
    [InlineData("reader.IsDBNull(0)")]
    [InlineData("Execute(\"SELECT id FROM walletkit_wallets WHERE id = ?1\")")]
    [InlineData("Execute($\"SELECT {names} FROM walletkit_wallets WHERE id = ?1\")")]
    [InlineData("row.Int64(new Column(\"id\", 1))")]
    public void A_counted_place_is_found(string expression) => Assert.NotEmpty(InExpression(expression));

    [Theory]
    [InlineData("statement.Bind(Parameter.Limit, 1)")]
    [InlineData("row.Guid(Column.Only)")]
    [InlineData("row.Int64(s_version)")]
    [InlineData("Execute(\"SELECT id FROM walletkit_wallets WHERE id = :wallet\")")]
    [InlineData("Math.Max(0, 1)")]
    public void A_named_place_is_none(string expression) => Assert.Empty(InExpression(expression));

    private static IEnumerable<string> InExpression(string expression) => CountedPlaces.InText("A.cs", $"class A {{ object B() => {expression}; }}");
}
