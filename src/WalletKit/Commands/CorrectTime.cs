using WalletKit.Rules;

namespace WalletKit;

/// <summary>Brings a wallet whose own time is ahead of the clock back to the clock.</summary>
/// <remarks>
/// A commit under a clock that was ahead leaves the wallet ahead. From the correction on, earlier entries with later times count as recorded at the correction,
/// and time does not run backwards again. No entry is changed, and holds that the wallet has ended stay ended.
/// </remarks>
/// <param name="WalletId">The wallet, which may be closed.</param>
public sealed record CorrectTime(WalletId WalletId) : StateCommand(WalletId)
{
    internal override string Kind => "correct_time";

    private protected override bool IsForClosed => true;

    private protected override Decision Apply(Wallet wallet, in CommandState state, DateTimeOffset now) =>
        Time.Truncate(now) is var time && wallet.UpdatedAt <= time
            ? new WalletTimeNotAheadException(wallet.Id, wallet.UpdatedAt)
            : Change(WalletEventType.TimeCorrected, state, wallet with { UpdatedAt = time }, now);
}
