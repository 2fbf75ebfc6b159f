using WalletKit.Model.Money;

namespace WalletKit.Storage.Relational;

/// <summary>The columns of a transaction, with the currency of its wallet and of the wallet of its other leg.</summary>
internal static class TransactionColumns
{
    public static readonly ColumnList All = new();

    public static readonly Column WalletId = All.Add("wallet_id");
    public static readonly Column Currency = All.Add("currency");
    public static readonly Column Exponent = All.Add("exponent");
    public static readonly Column Sequence = All.Add("sequence");
    public static readonly Column Type = All.Add("type");
    public static readonly Column Amount = All.Add("amount");
    public static readonly Column BalanceAfter = All.Add("balance_after");
    public static readonly Column Version = All.Add("version");
    public static readonly Column CreatedAt = All.Add("created_at");
    public static readonly Column Reference = All.Add("reference");
    public static readonly Column Metadata = All.Add("metadata");
    public static readonly Column Hash = All.Add("hash");

    // The links, which most transactions have none of, come last.
    public static readonly Column RebateOf = All.Add("rebate_of");
    public static readonly Column ReversalOf = All.Add("reversal_of");
    public static readonly Column Hold = All.Add("hold");
    public static readonly Column HoldRemaining = All.Add("hold_remaining");
    public static readonly Column CounterpartWalletId = All.Add("counterpart_wallet_id");
    public static readonly Column CounterpartSequence = All.Add("counterpart_sequence");
    public static readonly Column CounterpartAmount = All.Add("counterpart_amount");
    public static readonly Column CounterpartCurrency = All.Add("counterpart_currency");
    public static readonly Column CounterpartExponent = All.Add("counterpart_exponent");
    public static readonly Column ExchangeRate = All.Add("exchange_rate");
    public static readonly Column ExchangeRounding = All.Add("exchange_rounding");

    /// <summary>The last column of a transaction without links.</summary>
    public static Column LastPlain => Hash;

    public static Column FirstLink => RebateOf;

    public static Column LastLink => ExchangeRounding;
}
