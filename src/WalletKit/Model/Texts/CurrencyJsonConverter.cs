namespace WalletKit.Model.Texts;

/// <summary>Writes a currency to JSON with its decimals where ISO 4217 does not give them.</summary>
internal sealed class CurrencyJsonConverter : TextJsonConverter<Currency>
{
    protected override string Show(Currency value) => value.ToText();
}
