using WalletKit.Rules;
using WalletKit.Stores;

namespace WalletKit;

/// <summary>Adds money to a wallet.</summary>
/// <param name="WalletId">The wallet.</param>
/// <param name="Amount">The amount, in units: more than zero, with no more decimals than the currency has.</param>
public sealed record Deposit(WalletId WalletId, decimal Amount) : MoneyCommand(WalletId, Amount)
{
    private RebateTerms? _rebateTerms;

    /// <summary>Gets the terms of the rebate that the deposit earns; null for none.</summary>
    /// <remarks>
    /// <see cref="IWalletService"/> sets the terms in force. They are not content: a retry under the same key is the same deposit, whatever the terms are by then.
    /// </remarks>
    public RebateTerms? RebateTerms
    {
        get => _rebateTerms;
        init => _rebateTerms = value;
    }

    /// <summary>Gets whether the deposit may earn a rebate, where rebates are on; it is not content. Default: true.</summary>
    public bool EarnsRebate { get; init; } = true;

    /// <summary>Gets the account that the money comes from; null for <see cref="CounterAccount.External"/>.</summary>
    /// <remarks>It has 1 to 64 characters, each a letter from a to z, a digit, or one of <c>. _ : -</c>.</remarks>
    public string? Account { get; init; }

    internal override string Kind => "deposit";

    internal override WalletId? Other => null;

    internal override void WriteContent(HashedContent content, CommandResult? first)
    {
        WriteMoney(content);
        content.Write(Account);
    }

    internal override CommandState Load(StateSource states, DateTimeOffset now) => StateLoading.Wallet(states, WalletId, now);

    /// <summary>Sets the terms in place, where no caller but the service holds the command.</summary>
    internal void Earn(RebateTerms? terms) => _rebateTerms = terms;

    private protected override WalletRefusedException? CheckSharedForm() => base.CheckSharedForm() ?? FormRules.CheckAccount(Account) ?? FormRules.CheckTerms(RebateTerms);

    private protected override (bool Own, bool Other) Debits(in CommandState state) => (false, false);

    private protected override Decision Apply(Wallet wallet, in CommandState state, DateTimeOffset now)
    {
        if (AmountRules.IsRefused(Amount, wallet.Currency, out var amount, out var refusal))
        {
            return refusal;
        }

        if (Entries.IsPastRange(wallet, amount))
        {
            return new BalanceOutOfRangeException(wallet.Id, wallet.Balance, Amount);
        }

        var entry = Entries.Append(wallet, state.Secrets.Texts, TransactionType.Deposit, amount, now, Notes, account: Account);
        var earned = RebateTerms is null ? null : new Rebate
        {
            Deposit = entry.Transaction!.Id,
            Terms = RebateTerms,

            // The time is that of the clock, and not the wallet's own time, which stands still after the clock was set back.
            DueAt = Time.Truncate(now),
            UpdatedAt = entry.RecordedAt,
        };
        var result = new CommandResult { Wallet = entry.Wallet, Transactions = [entry.Transaction!], Rebate = earned };
        return new Decision(result, new Changes { Entries = [entry], Earned = earned, Recorded = Record(result, state, now) });
    }
}
