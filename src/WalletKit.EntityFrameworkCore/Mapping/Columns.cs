using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace WalletKit.EntityFrameworkCore.Mapping;

/// <summary>The columns of the views, whose names are those of the properties.</summary>
internal static partial class Columns
{
    /// <summary>Names the columns of a type that has been given its properties.</summary>
    public static void Name<TRow>(EntityTypeBuilder<TRow> row)
        where TRow : class
    {
        foreach (var property in row.Metadata.GetProperties())
        {
            property.SetColumnName(Of(property.Name));
        }
    }

    private static string Of(string property) => property == nameof(WalletBalanceRow.IsErased) ? "erased" : Inner().Replace(property, "_$0").ToLowerInvariant();

    [GeneratedRegex("(?<!^)[A-Z]")]
    private static partial Regex Inner();
}
