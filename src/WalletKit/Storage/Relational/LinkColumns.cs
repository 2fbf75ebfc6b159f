using WalletKit.Model.Money;

namespace WalletKit.Storage.Relational;

/// <summary>The columns of the links of a transaction, at their places in a list.</summary>
internal sealed record LinkColumns
{
    public required Column RebateOf { get; init; }

    public required Column ReversalOf { get; init; }

    public required Column Hold { get; init; }

    public required Column HoldRemaining { get; init; }

    public required Column CounterpartWalletId { get; init; }

    public required Column CounterpartVersion { get; init; }

    public required Column CounterpartAmount { get; init; }

    public required Column CounterpartCurrency { get; init; }

    public required Column CounterpartExponent { get; init; }

    public required Column ExchangeRate { get; init; }

    public required Column ExchangeRounding { get; init; }

    public Column First => RebateOf;

    public Column Last => ExchangeRounding;

    public static LinkColumns AddTo(ColumnList list) => new()
    {
        RebateOf = list.Add("rebate_of"),
        ReversalOf = list.Add("reversal_of"),
        Hold = list.Add("hold"),
        HoldRemaining = list.Add("hold_remaining"),
        CounterpartWalletId = list.Add("counterpart_wallet_id"),
        CounterpartVersion = list.Add("counterpart_version"),
        CounterpartAmount = list.Add("counterpart_amount"),
        CounterpartCurrency = list.Add("counterpart_currency"),
        CounterpartExponent = list.Add("counterpart_exponent"),
        ExchangeRate = list.Add("exchange_rate"),
        ExchangeRounding = list.Add("exchange_rounding"),
    };
}
