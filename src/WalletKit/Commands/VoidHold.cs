using WalletKit.Rules;
using WalletKit.Stores;

namespace WalletKit;

/// <summary>Voids a hold: all its remaining money is available again.</summary>
/// <param name="Hold">The hold, which is open.</param>
public sealed record VoidHold(HoldId Hold) : KeyedCommand(Hold.WalletId)
{
    internal override string Kind => "void hold";

    internal override WalletId? Other => null;

    internal override void WriteContent(HashedContent content, CommandResult? first) => content.WriteText(Hold.Number);

    internal override CommandState Load(StateSource states, DateTimeOffset now) => StateLoading.Hold(states, Hold, now);

    private protected override WalletRefusedException? CheckOwnForm() => null;

    private protected override WalletRefusedException? RefuseMissing(in CommandState state) => state.Hold is null ? new HoldNotFoundException(Hold) : null;

    private protected override (bool Own, bool Other) Debits(in CommandState state) => (false, false);

    private protected override WalletRefusedException? RefuseEnded(Wallet wallet, in CommandState state, DateTimeOffset now) =>
        HoldRules.RefuseEnded(state.Hold!, wallet, now);

    private protected override Decision Apply(Wallet wallet, in CommandState state, DateTimeOffset now)
    {
        var hold = state.Hold!;
        (wallet, var ended) = Expiry.End(wallet, state.Expired, now);
        var voided = hold with { Status = HoldStatus.Voided, UpdatedAt = Time.OfChange(hold, wallet, now) };
        var changed = Entries.Change(wallet with { Holds = HoldRules.After(wallet, hold, voided, state.NextExpiry) }, now);
        var entry = Entries.Record(EntryType.HoldVoided, changed, state.Secrets.Texts, Actor, ended, new HoldEntry { Number = hold.Id.Number, RemainingMinorUnits = 0, EffectiveAt = EffectiveAt });
        var result = new CommandResult { Wallet = changed, Hold = voided, HoldVersion = changed.Version };
        return new Decision(result, new Changes { Entries = [entry], Holds = [.. ended, voided], Recorded = Record(result, state, now) });
    }
}
