using WalletKit.Rules;
using WalletKit.Stores;

namespace WalletKit;

/// <summary>Records the expiry of a wallet's holds, the earliest first. It changes no caller's money, so it needs no key.</summary>
/// <param name="WalletId">The wallet.</param>
public sealed record ExpireHolds(WalletId WalletId) : WalletCommand(WalletId)
{
    /// <summary>The largest number of holds that one command records.</summary>
    public const int MaxHolds = 256;

    internal override string Kind => "expire holds";

    internal override WalletId? Other => null;

    // The command mostly records few holds, so it counts for less than the number of holds that it may record.
    internal override int Weight => 16;

    private protected override WalletRefusedException? CheckFields() => null;

    internal override void WriteContent(HashedContent content, CommandResult? first)
    {
    }

    internal override CommandState Load(StateSource states, DateTimeOffset now)
    {
        var state = StateLoading.Wallet(states, WalletId, now);
        return state.Standing(now)?.Holds.EndedThrough is { } ended ? state with { Ended = [.. states.FindEnded(WalletId, ended, MaxHolds + 1)] } : state;
    }

    internal override Decision Decide(in CommandState state, DateTimeOffset now)
    {
        if (state.Wallet is not { } standing)
        {
            return new WalletNotFoundException(WalletId);
        }

        var (wallet, ended) = Expiry.End(standing, state.Expired, now);
        (wallet, var recorded) = Expiry.Record(wallet, state.Ended, MaxHolds, now);
        if (ReferenceEquals(wallet, standing))
        {
            return new Decision(new CommandResult { Wallet = standing });
        }

        ended = [.. ended, .. recorded];
        var entry = Entries.Record(EntryType.HoldsExpired, Entries.Change(wallet, now), state.Secrets.Texts, Actor, ended);
        return new Decision(new CommandResult { Wallet = entry.Wallet }, new Changes { Entries = [entry], Holds = ended });
    }
}
