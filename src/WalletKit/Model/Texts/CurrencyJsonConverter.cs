using System.ComponentModel;

namespace WalletKit;

/// <summary>Writes a currency to JSON with its decimals where ISO 4217 does not give them.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class CurrencyJsonConverter : TextJsonConverter<Currency>
{
    /// <inheritdoc/>
    protected override string Show(Currency value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return value.ToText();
    }
}
