using WalletKit.Rules;
using WalletKit.Stores;

namespace WalletKit;

/// <summary>Takes money out of a wallet, if as much is available.</summary>
/// <param name="WalletId">The wallet.</param>
/// <param name="Amount">The amount, in units: more than zero, with no more decimals than the currency has.</param>
public sealed record Withdraw(WalletId WalletId, decimal Amount) : MoneyCommand(WalletId, Amount)
{
    /// <summary>Gets the account that the money goes to; null for <see cref="CounterAccount.External"/>.</summary>
    /// <remarks>It has 1 to 64 characters, each a letter from a to z, a digit, or one of <c>. _ : -</c>.</remarks>
    public string? Account { get; init; }

    internal override string Kind => "withdraw";

    internal override WalletId? Other => null;

    internal override void WriteContent(HashedContent content, CommandResult? first)
    {
        WriteMoney(content);
        content.Write(Account);
    }

    internal override CommandState Load(StateSource states, DateTimeOffset now) => StateLoading.Wallet(states, WalletId, now);

    private protected override WalletRefusedException? CheckSharedForm() => base.CheckSharedForm() ?? FormRules.CheckAccount(Account);

    private protected override (bool Own, bool Other) Debits(in CommandState state) => (true, false);

    private protected override Decision Apply(Wallet wallet, in CommandState state, DateTimeOffset now)
    {
        if (AmountRules.IsRefused(Amount, wallet.Currency, out var amount, out var refusal))
        {
            return refusal;
        }

        (wallet, var ended) = Expiry.End(wallet, state.Expired, now);
        if (AmountRules.IsShort(wallet, amount, out refusal))
        {
            return refusal;
        }

        var entry = Entries.Append(wallet, state.Secrets.Texts, TransactionType.Withdrawal, -amount, now, Notes, ended: ended, account: Account);
        var result = new CommandResult { Wallet = entry.Wallet, Transactions = [entry.Transaction!] };
        return new Decision(result, new Changes { Entries = [entry], Holds = ended, Recorded = Record(result, state, now) });
    }
}
