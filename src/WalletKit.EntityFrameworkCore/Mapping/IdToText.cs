using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace WalletKit.EntityFrameworkCore.Mapping;

/// <summary>The text of an id of a wallet and a number.</summary>
internal sealed class IdToText<TId>() : ValueConverter<TId, string>(static id => ToText(id), static text => FromText(text))
    where TId : struct, ISpanParsable<TId>
{
    private static string ToText(TId id) => id.ToString()!;

    private static TId FromText(string text) => TId.Parse(text, null);
}
