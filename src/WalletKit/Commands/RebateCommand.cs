using WalletKit.Rules;
using WalletKit.Stores;

namespace WalletKit;

/// <summary>A step in the life of a deposit's rebate. The state of the rebate makes the step safe to repeat, so it needs no key.</summary>
public abstract record RebateCommand : WalletCommand
{
    private protected RebateCommand(TransactionId deposit)
        : base(deposit.WalletId) => Deposit = deposit;

    /// <summary>Gets the deposit.</summary>
    public TransactionId Deposit { get; }

    internal sealed override WalletId? Other => null;

    /// <summary>Gets the status that the rebate must have for the step.</summary>
    private protected abstract RebateStatus Needed { get; }

    private protected override WalletRefusedException? CheckFields() => null;

    internal sealed override void WriteContent(HashedContent content, CommandResult? first) =>
        throw new NotSupportedException($"The command '{Kind}' has no content for a key: the state of the rebate makes it safe to repeat.");

    internal sealed override CommandState Load(StateSource states, DateTimeOffset now) =>
        StateLoading.Wallet(states, WalletId, now) with { Rebate = states.FindRebate(Deposit) };

    internal sealed override Decision Decide(in CommandState state, DateTimeOffset now) =>
        state.Wallet is not { } wallet ? new WalletNotFoundException(WalletId)
        : state.Rebate is not { } rebate ? new RebateNotFoundException(Deposit)
        : !Takes(rebate, now) ? new RebateStateException(Deposit, rebate.Status, Needed.ToString())
        : Step(wallet, rebate, state, now);

    /// <summary>Returns whether the step can be taken.</summary>
    private protected virtual bool Takes(Rebate rebate, DateTimeOffset now) => rebate.Status == Needed;

    /// <summary>Decides the step of a rebate that has the needed status.</summary>
    private protected abstract Decision Step(Wallet wallet, Rebate rebate, in CommandState state, DateTimeOffset now);

    /// <summary>Returns the decision to cancel the rebate of a closed wallet.</summary>
    private protected static Decision Cancel(Rebate rebate, DateTimeOffset time) =>
        Settle(rebate with { Status = RebateStatus.Cancelled, Reason = "the wallet is closed", UpdatedAt = time, Claim = null });

    /// <summary>Returns the decision to change the rebate and nothing else.</summary>
    private protected static Decision Settle(Rebate rebate) => new(new CommandResult { Rebate = rebate }, new Changes { Rebate = rebate });
}
