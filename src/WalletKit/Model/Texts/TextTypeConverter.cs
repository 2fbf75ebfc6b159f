using System.ComponentModel;
using System.Globalization;

namespace WalletKit.Model.Texts;

/// <summary>Converts between a value and its text for configuration, designers, and model binding.</summary>
internal sealed class TextTypeConverter<T> : TypeConverter
    where T : ISpanParsable<T>
{
    public override bool CanConvertFrom(ITypeDescriptorContext? context, Type sourceType) => sourceType == typeof(string) || base.CanConvertFrom(context, sourceType);

    public override object? ConvertFrom(ITypeDescriptorContext? context, CultureInfo? culture, object value) =>
        value is string text ? T.Parse(text, CultureInfo.InvariantCulture) : base.ConvertFrom(context, culture, value);
}
